using Tallydesk.Storage;
using Tallydesk.Storage.Settings;
using Tallydesk.Storage.Sqlite;

namespace Tallydesk.Hosting;

/// <summary>The database as an operator's command works with it, by the settings of Tallydesk itself.</summary>
internal sealed class OperatorDatabase : IAsyncDisposable
{
    private readonly bool usesPostgres;
    private readonly ServiceProvider services;

    private OperatorDatabase(IConfiguration settings, bool usesPostgres, ServiceProvider services)
    {
        (Settings, this.usesPostgres, this.services) = (settings, usesPostgres, services);
        Database = services.GetRequiredService<Database>();
    }

    /// <summary>The settings, the command's own arguments among them.</summary>
    public IConfiguration Settings { get; }

    /// <summary>The database.</summary>
    public Database Database { get; }

    /// <summary>Finds the database; nothing is asked of it yet.</summary>
    /// <param name="args">The arguments after the command's name.</param>
    /// <param name="asOwner">Whether the command works as the schema's owner where the settings name one.</param>
    /// <exception cref="StartupException">A setting is invalid, or the SQLite database does not exist.</exception>
    public static OperatorDatabase Find(string[] args, bool asOwner = false)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Configuration.AddSiloSettings();
        var options = builder.Configuration.Read(StorageOptions.Section, new StorageOptionsValidator());
        RequireExisting(options);
        if (asOwner && options.OwnerConnection is { Length: > 0 } owner)
        {
            builder.Configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Connection)}"] = owner;
        }

        builder.Services.AddTallydeskStorage(builder.Configuration);
        return new(builder.Configuration, options.UsesPostgres, builder.Services.BuildServiceProvider());
    }

    /// <summary>Makes sure that the database has this program's schema. With SQLite Tallydesk must not be running.</summary>
    public Task RequireSchemaAsync() =>
        usesPostgres ? Database.AwaitSchemaAsync(default) : Database.PrepareAsync(alone: true, default);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();

    // A command in the wrong folder must not make an empty database there. PostgreSQL says so itself.
    private static void RequireExisting(StorageOptions options)
    {
        using var folder = new SqliteFolder(options.Folder);
        if (!options.UsesPostgres && !File.Exists(folder.DatabasePath))
        {
            throw new StartupException($"Storage:Folder: the database {folder.DatabasePath} does not exist.");
        }
    }
}
