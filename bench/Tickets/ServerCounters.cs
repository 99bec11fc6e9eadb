using Npgsql;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Tickets;

/// <summary>What PostgreSQL itself counts, read over a superuser's connection.</summary>
internal sealed class ServerCounters : IAsyncDisposable
{
    private const string Available =
        "SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_stat_statements')";
    private const string Wal = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
    private const string Statements = """
        SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements(false)
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)
        """;

    private readonly NpgsqlDataSource database;
    private readonly bool countsStatements;

    private ServerCounters(NpgsqlDataSource database, bool countsStatements, string version, int postmaster) =>
        (this.database, this.countsStatements, Version, Postmaster) = (database, countsStatements, version, postmaster);

    /// <summary>PostgreSQL's version.</summary>
    public string Version { get; }

    /// <summary>PostgreSQL's first process, the parent of every backend.</summary>
    public int Postmaster { get; }

    /// <summary>Lets a new server count statements where it can, for which it is started again.</summary>
    public static async Task<ServerCounters> StartAsync(PostgresServer server)
    {
        var connection = server.ConnectionString("postgres");
        await using (var before = NpgsqlDataSource.Create(connection + ";Pooling=false"))
        {
            if (await AskAsync<bool>(before, Available))
            {
                await PostgresServer.ExecuteAsync(
                    connection,
                    "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"
                );
                await server.StopAsync();
                await server.ResumeAsync();
                await PostgresServer.ExecuteAsync(connection, "CREATE EXTENSION pg_stat_statements");
            }
        }

        var source = NpgsqlDataSource.Create(connection);
        return new(
            source,
            await AskAsync<bool>(
                source,
                "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements')"
            ),
            (await AskAsync<string>(source, "SELECT current_setting('server_version')")).Split(' ')[0],
            CpuTimes.ParentOf(await AskAsync<int>(source, "SELECT pg_backend_pid()"))
        );
    }

    /// <summary>Bytes of write-ahead log and statements so far.</summary>
    /// <param name="connection">The database whose statements are counted.</param>
    public async Task<(long WalBytes, long? Statements)> ReadAsync(string connection)
    {
        var name = new NpgsqlConnectionStringBuilder(connection).Database!;
        return (
            await AskAsync<long>(database, Wal),
            countsStatements ? await AskAsync<long>(database, Statements, name) : null
        );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static async Task<T> AskAsync<T>(NpgsqlDataSource source, string sql, params string[] parameters)
    {
        await using var ask = source.CreateCommand(sql);
        ask.Parameters.AddRange(
            parameters.Select(p => new NpgsqlParameter<string> { TypedValue = p }).ToArray<NpgsqlParameter>()
        );
        return (T)(await ask.ExecuteScalarAsync())!;
    }
}
