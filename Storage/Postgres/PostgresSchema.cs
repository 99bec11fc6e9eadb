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
    /// <exception cref="StartupException">The database can't be reached or refuses, or does not fit this program; the message says why.</exception>
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
            await new AppliedSchema(Dialect).ApplyAsync(transaction, clock.GetUtcNow());

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
    /// <exception cref="StartupException">The database can't be reached, stays too old, or does not fit this program.</exception>
    public static async Task AwaitAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellation)
    {
        var schema = new AppliedSchema(Dialect);
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Pause, clock, cancellation))
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellation);
                if (await schema.IsCompleteAsync(connection))
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
                throw new StartupException("The database schema is missing or too old. Start a silo first.");
            }
        }
    }

    // The lock's key is arbitrary but unique to Tallydesk; the lock is released with the transaction.
    private const string Preamble = """
        SELECT pg_advisory_xact_lock(7203402216145321804);
        CREATE TABLE IF NOT EXISTS schema_versions (
            version integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL);
        """;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The statements are the program's own files.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";
}
