using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Tallydesk.Search;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Postgres;

/// <summary>The database on PostgreSQL: pools for writing and reading, and the committers' own connections.</summary>
internal sealed class PostgresDatabase : Database
{
    private const int PoolSize = 12;
    private const int AutoPrepared = 64;
    private const int ConnectSeconds = 3;
    private const int ReadSeconds = 10;
    private readonly StorageOptions options;
    private readonly TimeProvider clock;
    private readonly PostgresClaim claim;
    private readonly NpgsqlDataSource writes;
    private readonly NpgsqlDataSource reads;
    private readonly NpgsqlDataSource commits;

    /// <summary>Sets the pools up; nothing is opened yet.</summary>
    public PostgresDatabase(IOptions<StorageOptions> options, TimeProvider clock)
    {
        this.options = options.Value;
        this.clock = clock;
        claim = new(this.options.Connection ?? "", clock);
        var timeout = $"-c statement_timeout={this.options.StatementTimeout.TotalMilliseconds:F0}";
        var patience = (int)this.options.CommitTimeout.TotalSeconds;
        writes = Pool(timeout, connection => connection.CommandTimeout = patience);
        reads = Pool(
            $"-c default_transaction_read_only=on -c statement_timeout={ReadSeconds}s",
            connection => connection.CommandTimeout = ReadSeconds + 1
        );

        // The committers look rows up by their keys and do nothing else. A plan made while a table was small must not
        // scan it once it has grown.
        commits = Pool(
            $"{timeout} -c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off",
            connection =>
            {
                connection.Pooling = false;
                connection.MaxAutoPrepare = 0;
                connection.CommandTimeout = patience;
                // A commit that is given up is not asked to stop: its outcome is unknown either way.
                connection.CancellationTimeout = -1;
            }
        );
    }

    /// <inheritdoc/>
    public override string Invariant => "Npgsql";

    /// <inheritdoc/>
    public override DbDataSource Writes => writes;

    /// <inheritdoc/>
    public override DbDataSource Reads => reads;

    /// <inheritdoc/>
    public override int Committers => options.Committers;

    /// <inheritdoc/>
    public override async Task<long[]> DrawTicketNumbersAsync(int count)
    {
        await using var connection = await OpenWriteAsync();
        var numbers = await connection.QueryAsync<long>(
            "SELECT nextval('ticket_numbers') FROM generate_series(1, @count)",
            new { count }
        );
        return [.. numbers];
    }

    /// <inheritdoc/>
    public override string LastTicketNumber => "SELECT coalesce(pg_sequence_last_value('ticket_numbers'), 0)";

    /// <inheritdoc/>
    public override string AllowHistoryUpdates => "ALTER TABLE history DISABLE TRIGGER history_append_only";

    /// <inheritdoc/>
    public override string ForbidHistoryUpdates => "ALTER TABLE history ENABLE TRIGGER history_append_only";

    /// <inheritdoc/>
    public override string ClearErased => "VACUUM texts, history, orleansstorage, cards, webhook_events, search_passages";

    /// <inheritdoc/>
    public override string BeginSnapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /// <inheritdoc/>
    public override string Horizon =>
        "SELECT max(number) AS epoch, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xact FROM database_epochs";

    /// <inheritdoc/>
    public override string Locked => "FOR UPDATE";

    /// <inheritdoc/>
    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    /// <inheritdoc/>
    public override string PlanForNow => "SET LOCAL plan_cache_mode = force_custom_plan;";

    /// <inheritdoc/>
    public override string RowsOf(string parameter, string alias, params string[] columns) =>
        $"json_to_recordset(@{parameter}::json) AS {alias}({string.Join(", ", columns.Select(TypedColumn))})";

    /// <inheritdoc/>
    public override SearchSql Search { get; } = new PostgresSearch();

    /// <inheritdoc/>
    public override string IsOneOf(string column, string parameter) => $"{column} = ANY (@{parameter})";

    /// <inheritdoc/>
    public override string TextOf(string column) => $"convert_from({column}, 'UTF8')";

    /// <inheritdoc/>
    public override string EachOf(string column, string name, string alias) =>
        $"LATERAL jsonb_array_elements({column}::jsonb -> '{name}') AS {alias}(value)";

    /// <inheritdoc/>
    public override string TextOf(string column, string name) => $"({column}::jsonb ->> '{name}')";

    /// <inheritdoc/>
    public override string TextOf(string column, string name, string inner) =>
        $"({column}::jsonb #>> '{{{name},{inner}}}')";

    /// <inheritdoc/>
    public override IGroupWriter CreateGroupWriter() => new PostgresGroupWriter(commits, clock);

    /// <inheritdoc/>
    public override async Task PrepareAsync(bool alone, CancellationToken cancellation)
    {
        await PostgresSchema.ApplyAsync(options, clock, cancellation);
        await claim.TakeAsync(alone, cancellation);
        await PostgresDurability.AssertAsync(writes, cancellation);
        await PostgresEpoch.AssertAsync(writes, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<long> RenewEpochAsync(CancellationToken cancellation)
    {
        await PostgresSchema.ApplyAsync(options, clock, cancellation);
        return await PostgresEpoch.RenewAsync(options, clock, cancellation);
    }

    /// <inheritdoc/>
    public override Task AwaitSchemaAsync(CancellationToken cancellation) =>
        PostgresSchema.AwaitAsync(reads, clock, cancellation);

    /// <inheritdoc/>
    protected override async ValueTask ReleaseAsync()
    {
        await commits.DisposeAsync();
        await claim.DisposeAsync();
    }

    private NpgsqlDataSource Pool(string settings, Action<NpgsqlConnectionStringBuilder> configure)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Connection);
        connection.Options = $"{connection.Options} {settings}".TrimStart();
        connection.ApplicationName ??= "tallydesk";
        // What the operator has set stays as it is.
        connection.MaxPoolSize = IsSet(connection, "Maximum Pool Size") ? connection.MaxPoolSize : PoolSize;
        connection.MaxAutoPrepare = IsSet(connection, "Max Auto Prepare") ? connection.MaxAutoPrepare : AutoPrepared;
        connection.Timeout = IsSet(connection, "Timeout") ? connection.Timeout : ConnectSeconds;
        // No statement changes a session's settings, so a pooled connection needs no reset: that would be seven statements
        // at each use. An open transaction is still rolled back.
        connection.NoResetOnClose = !IsSet(connection, "No Reset On Close") || connection.NoResetOnClose;
        configure(connection);
        return NpgsqlDataSource.Create(connection);
    }

    private static string TypedColumn(string column) =>
        column.Contains(' ', StringComparison.Ordinal) ? column : $"{column} text";

    private static bool IsSet(NpgsqlConnectionStringBuilder connection, string keyword) =>
        connection.ConnectionString.Contains($"{keyword}=", StringComparison.OrdinalIgnoreCase);
}
