using System.Reflection;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;
using Tallydesk.Storage.Postgres;
using Tallydesk.Storage.Reading;
using Tallydesk.Storage.Sqlite;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace Tallydesk.Tests.Storage;

/// <summary>The databases that every storage test runs on.</summary>
public enum Engine
{
    Postgres,
    Sqlite,
}

/// <summary>Runs a theory once on each database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Engine.Postgres],
            [Engine.Sqlite],
        ];
}

/// <summary>A fresh database with the schema applied, and a journal on it.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly StorageOptions options;
    private readonly List<Committer> committers = [];
    private readonly string? folder;
    private GroupJournal? journal;

    private Store(StorageOptions options, string? folder)
    {
        this.options = options;
        this.folder = folder;
        Database = Open(options);
        Reader = new JournalReader(Database);
    }

    public Database Database { get; }

    public IJournalReader Reader { get; }

    public StorageOptions Options => options;

    public IJournal Journal =>
        journal ??= new(
            Database,
            Microsoft.Extensions.Options.Options.Create(options),
            TimeProvider.System,
            NullLogger<GroupJournal>.Instance
        );

    public static async Task<Store> OpenAsync(Engine engine)
    {
        var store = await CreateAsync(engine);
        await store.Database.PrepareAsync(alone: false, default);
        return store;
    }

    /// <summary>A store whose database has no schema yet.</summary>
    public static async Task<Store> CreateAsync(Engine engine)
    {
        if (engine == Engine.Postgres)
        {
            var server = await PostgresServer.SharedAsync();
            return new(new() { Connection = await server.CreateDatabaseAsync() }, null);
        }

        var made = Path.Combine(Path.GetTempPath(), $"tallydesk-{Path.GetRandomFileName()}");
        return new(new() { Folder = made }, made);
    }

    /// <summary>A store on a database of the test's own making.</summary>
    public static Store On(StorageOptions options) => new(options, null);

    /// <summary>The same options as another process would open them.</summary>
    public static Database Open(StorageOptions options)
    {
        var wrapped = Microsoft.Extensions.Options.Options.Create(options);
        return options.UsesPostgres
            ? new PostgresDatabase(wrapped, TimeProvider.System)
            : new SqliteDatabase(wrapped, TimeProvider.System);
    }

    /// <summary>A committer with a writer of the test's own making.</summary>
    public Committer Commit(IGroupWriter writer)
    {
        var committer = new Committer(writer, options, TimeProvider.System, NullLogger.Instance);
        committers.Add(committer);
        return committer;
    }

    /// <summary>Commits several grains' changes in one group.</summary>
    /// <returns>How each of them ended: null, or its exception.</returns>
    public async Task<Exception?[]> CommitGroupAsync(params Commit[] commits)
    {
        var held = new HeldWriter(Database.CreateGroupWriter());
        var committer = Commit(held);
        var first = committer.CommitAsync(Commits.State("cus-first", 0));
        await held.Holding;
        var outcomes = commits.Select(c => OutcomeAsync(committer.CommitAsync(c))).ToArray();
        held.Release();
        await first;
        var ended = await Task.WhenAll(outcomes);
        Assert.Equal(commits.Length, held.LargestGroup);
        return ended;
    }

    /// <summary>Null when a commit succeeded, else its exception.</summary>
    public static async Task<Exception?> OutcomeAsync(Task commit)
    {
        try
        {
            await commit;
            return null;
        }
        catch (Exception failure) when (failure.GetType().Namespace == typeof(Commit).Namespace)
        {
            return failure;
        }
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenWriteAsync();
        return await connection.ExecuteAsync(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var committer in committers)
        {
            await committer.DisposeAsync();
        }

        if (journal is not null)
        {
            await journal.DisposeAsync();
        }

        await Database.DisposeAsync();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
