using Npgsql;
using Tallydesk.Storage.Schema;

namespace Tallydesk.Storage.Postgres;

/// <summary>Brings a PostgreSQL database's schema up to date.</summary>
internal static class PostgresSchema
{
    private const string Dialect = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Applies the missing steps in one transaction, while other processes that start wait for it.</summary>
    /// <exception cref="StartupException">The database can't be reached or refuses; the message says why.</exception>
    public static async Task ApplyAsync(StorageOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var byOwner = !string.IsNullOrWhiteSpace(options.OwnerConnection);
        var key = byOwner ? "Storage:OwnerConnection" : "Storage:Connection";
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(byOwner ? options.OwnerConnection : options.Connection);
            settings.Pooling = false;
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await ExecuteAsync(connection, Preamble, cancellation);
            var version = await VersionAsync(connection, cancellation);
            foreach (var step in SchemaFile.Of(Dialect).Where(s => s.Version > version))
            {
                await ExecuteAsync(connection, step.Sql, cancellation);
                await RecordAsync(connection, step, clock.GetUtcNow(), cancellation);
            }

            if (byOwner)
            {
                var role = new NpgsqlConnectionStringBuilder(options.Connection).Username ?? Environment.UserName;
                var grants = SchemaFile.Text(Dialect, "grants.sql");
                await ExecuteAsync(connection, grants.Replace("{role}", Quoted(role)), cancellation);
            }

            await transaction.CommitAsync(cancellation);
        }
        catch (NpgsqlException failure)
        {
            throw new StartupException($"{key}: {PostgresFailure.Sentence(failure)}", failure);
        }
    }

    /// <summary>Waits until the schema is at least as new as this process needs it.</summary>
    /// <exception cref="StartupException">The database can't be reached, or stays too old.</exception>
    public static async Task AwaitAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellation)
    {
        var needed = SchemaFile.Of(Dialect)[^1].Version;
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Pause, clock, cancellation))
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellation);
                if (await VersionAsync(connection, cancellation) >= needed)
                {
                    return;
                }
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable) { }
            catch (NpgsqlException failure)
            {
                throw new StartupException($"Storage:Connection: {PostgresFailure.Sentence(failure)}", failure);
            }

            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new StartupException("The database's schema is missing or too old: start a silo first.");
            }
        }
    }

    // The lock's key is arbitrary and the desk's own; it is released with the transaction.
    private const string Preamble = """
        SELECT pg_advisory_xact_lock(7203402216145321804);
        CREATE TABLE IF NOT EXISTS schema_versions (
            version integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL);
        """;

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(max(version), 0) FROM schema_versions",
            connection
        );
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task RecordAsync(
        NpgsqlConnection connection,
        SchemaFile step,
        DateTimeOffset at,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand("INSERT INTO schema_versions VALUES ($1, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = step.Version });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = step.Name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.ToUnixTimeMilliseconds() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The statements are the program's own files.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";
}
