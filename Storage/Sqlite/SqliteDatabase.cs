using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Tallydesk.Search;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Sqlite;

/// <summary>The database in a SQLite file, which only one process uses at a time.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Readers = 4;
    private readonly SqliteFolder folder;
    private readonly SqliteDataSource writes;
    private readonly SqliteDataSource reads;
    private readonly TimeProvider clock;

    /// <summary>Sets the connections up; nothing is opened yet.</summary>
    public SqliteDatabase(IOptions<StorageOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        folder = new(options.Value.Folder);
        var connection = new SqliteConnectionStringBuilder { DataSource = folder.DatabasePath, DefaultTimeout = 5 };
        writes = new(connection.ConnectionString, permits: 1);
        connection.Mode = SqliteOpenMode.ReadOnly;
        reads = new(connection.ConnectionString, Readers);
    }

    /// <inheritdoc/>
    public override string Invariant => "System.Data.SQLite";

    /// <inheritdoc/>
    public override DbDataSource Writes => writes;

    /// <inheritdoc/>
    public override DbDataSource Reads => reads;

    /// <inheritdoc/>
    public override int Committers => 1;

    /// <inheritdoc/>
    public override async Task<long[]> DrawTicketNumbersAsync(int count)
    {
        await using var connection = await OpenWriteAsync();
        var last = await connection.ExecuteScalarAsync<long>(
            "UPDATE ticket_numbers SET last = last + @count RETURNING last",
            new { count }
        );
        return [.. Enumerable.Range(0, count).Select(place => last - count + 1 + place)];
    }

    /// <inheritdoc/>
    public override string LastTicketNumber => "SELECT last FROM ticket_numbers";

    /// <inheritdoc/>
    public override string AllowHistoryUpdates => "DROP TRIGGER history_not_updated";

    /// <inheritdoc/>
    public override string ForbidHistoryUpdates =>
        """
            CREATE TRIGGER history_not_updated BEFORE UPDATE ON history
            BEGIN SELECT RAISE(ABORT, 'Rows of history are never changed or deleted.'); END
            """;

    /// <inheritdoc/>
    public override string ClearErased => "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";

    /// <inheritdoc/>
    public override string BeginSnapshot => "BEGIN TRANSACTION";

    /// <inheritdoc/>
    public override string Horizon => "SELECT epoch, xact + 1 AS xact FROM last_transaction";

    /// <inheritdoc/>
    public override string Locked => "";

    /// <inheritdoc/>
    public override string SkipLocked => "";

    /// <inheritdoc/>
    public override string PlanForNow => "";

    /// <inheritdoc/>
    public override string RowsOf(string parameter, string alias, params string[] columns)
    {
        var selected = columns.Select(column => column.Split(' ')[0]).Select(name => $"value ->> '{name}' AS {name}");
        return $"(SELECT {string.Join(", ", selected)} FROM json_each(@{parameter})) AS {alias}";
    }

    /// <inheritdoc/>
    public override SearchSql Search { get; } = new SqliteSearch();

    /// <inheritdoc/>
    public override string IsOneOf(string column, string parameter) => $"{column} IN @{parameter}";

    /// <inheritdoc/>
    public override string TextOf(string column) => $"CAST({column} AS TEXT)";

    /// <inheritdoc/>
    public override string EachOf(string column, string name, string alias) =>
        $"json_each({column}, '$.{name}') AS {alias}";

    /// <inheritdoc/>
    public override string TextOf(string column, string name) => $"({column} ->> '{name}')";

    /// <inheritdoc/>
    public override string TextOf(string column, string name, string inner) => $"({column} ->> '$.{name}.{inner}')";

    /// <inheritdoc/>
    public override IGroupWriter CreateGroupWriter() => new SqliteGroupWriter(writes, clock);

    /// <inheritdoc/>
    public override async Task PrepareAsync(bool alone, CancellationToken cancellation)
    {
        folder.Claim();
        try
        {
            await using var connection = (SqliteConnection)await writes.OpenConnectionAsync(cancellation);
            await SqliteSchema.ApplyAsync(connection, clock.GetUtcNow());
        }
        catch (SqliteException failure)
        {
            throw new StartupException(
                $"Storage:Folder: {folder.DatabasePath} can't be used: {SqliteFailure.Sentence(failure)}",
                failure
            );
        }
    }

    /// <inheritdoc/>
    public override Task AwaitSchemaAsync(CancellationToken cancellation) =>
        throw new StartupException("Storage:Connection is missing. A gateway of a cluster needs PostgreSQL.");

    /// <inheritdoc/>
    public override async Task<long> RenewEpochAsync(CancellationToken cancellation)
    {
        await PrepareAsync(alone: true, cancellation);
        await using var connection = await OpenWriteAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var number = await connection.QuerySingleAsync<long>(
            """
            INSERT INTO database_epochs
            SELECT max(number) + 1, lower(hex(randomblob(16))), @now FROM database_epochs RETURNING number
            """,
            new { now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction
        );
        await connection.ExecuteAsync("UPDATE last_transaction SET epoch = @number", new { number }, transaction);
        await transaction.CommitAsync(cancellation);
        return number;
    }

    /// <inheritdoc/>
    protected override ValueTask ReleaseAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
