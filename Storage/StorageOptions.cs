using Microsoft.Extensions.Options;
using Npgsql;

namespace Tallydesk.Storage;

/// <summary>Where data is stored, and how long a commit can take. Configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The PostgreSQL connection string of the serving role; none for SQLite in <see cref="Folder"/>.</summary>
    public string? Connection { get; set; }

    /// <summary>The connection string of the schema's owner, who migrates; none when the serving role owns the schema.</summary>
    public string? OwnerConnection { get; set; }

    /// <summary>The folder of the SQLite database, from the working folder on.</summary>
    public string Folder { get; set; } = "./data";

    /// <summary>How many groups a process may commit at the same time on PostgreSQL; SQLite has one writer.</summary>
    public int Committers { get; set; } = 2;

    /// <summary>At most so many grains commit in one group.</summary>
    public int GroupSize { get; set; } = 512;

    /// <summary>How long a commit may wait for its turn before it is refused.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The timeout of a PostgreSQL statement; shorter than <see cref="CommitTimeout"/>.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer to a commit is waited for before its outcome is unknown; whole seconds.</summary>
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether the data lies in PostgreSQL.</summary>
    public bool UsesPostgres => !string.IsNullOrWhiteSpace(Connection);
}

/// <summary>Finds the first wrong storage setting and names its key.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wrong =
            WrongConnection("Storage:Connection", options.Connection)
            ?? WrongConnection("Storage:OwnerConnection", options.OwnerConnection)
            ?? WrongNumber(options);
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? WrongConnection(string key, string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return null;
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connection);
            return string.IsNullOrWhiteSpace(parsed.Host) ? $"{key} has no Host." : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return $"{key} is not a valid PostgreSQL connection string: {wrong.Message}";
        }
    }

    private static string? WrongNumber(StorageOptions options) =>
        options switch
        {
            { UsesPostgres: false, OwnerConnection.Length: > 0 } =>
                "Storage:OwnerConnection is set without Storage:Connection.",
            { UsesPostgres: false, Folder: null or "" } => "Storage:Folder must name a folder.",
            { Committers: < 1 or > 16 } => "Storage:Committers must be from 1 to 16.",
            { GroupSize: < 1 or > 10_000 } => "Storage:GroupSize must be from 1 to 10000.",
            _ when options.QueueTimeout <= TimeSpan.Zero => "Storage:QueueTimeout must be positive.",
            _ when options.StatementTimeout < TimeSpan.FromMilliseconds(100) =>
                "Storage:StatementTimeout must be at least 00:00:00.1.",
            _ when options.CommitTimeout <= options.StatementTimeout =>
                "Storage:CommitTimeout must be longer than Storage:StatementTimeout.",
            _ when options.CommitTimeout.Ticks % TimeSpan.TicksPerSecond != 0 =>
                "Storage:CommitTimeout must be a whole number of seconds.",
            _ => null,
        };
}
