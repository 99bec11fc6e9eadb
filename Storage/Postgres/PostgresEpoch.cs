using Npgsql;

namespace Tallydesk.Storage.Postgres;

/// <summary>The epoch of a PostgreSQL database, within which its transactions are numbered upwards.</summary>
internal static class PostgresEpoch
{
    // A row whose transaction number this server has not reached comes from another server.
    private const string IsForeign = """
        SELECT EXISTS (
            SELECT 1 FROM history WHERE epoch > 0 AND epoch = (SELECT max(number) FROM database_epochs)
                AND xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        ) OR EXISTS (
            SELECT 1 FROM entries WHERE epoch > 0 AND epoch = (SELECT max(number) FROM database_epochs)
                AND xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        )
        """;

    /// <summary>Checks that the rows of this epoch were written by this server.</summary>
    /// <exception cref="StartupException">They come from a dump, and the epoch has not been renewed since.</exception>
    public static async Task AssertAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(IsForeign);
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            throw new StartupException(
                "Storage:Connection: this database was restored from a backup. Run renew-epoch before you start Tallydesk."
            );
        }
    }

    /// <summary>Begins the next epoch. Waits for transactions that are writing; their rows belong to the previous epoch.</summary>
    /// <returns>The epoch's number.</returns>
    public static async Task<long> RenewAsync(
        StorageOptions options,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var byOwner = !string.IsNullOrWhiteSpace(options.OwnerConnection);
        await using var database = NpgsqlDataSource.Create(
            (byOwner ? options.OwnerConnection : options.Connection) ?? ""
        );
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var begin = new NpgsqlCommand(
            """
            INSERT INTO database_epochs
            SELECT max(number) + 1, gen_random_uuid()::text, $1 FROM database_epochs RETURNING number
            """,
            connection
        );
        begin.Parameters.Add(new NpgsqlParameter<long> { TypedValue = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        var number = (long)(await begin.ExecuteScalarAsync(cancellation))!;
#pragma warning disable CA2100 // The only variable part is a number.
        await using var use = new NpgsqlCommand(
            $"""
            ALTER TABLE history ALTER COLUMN epoch SET DEFAULT {number};
            ALTER TABLE entries ALTER COLUMN epoch SET DEFAULT {number}
            """,
            connection
        );
#pragma warning restore CA2100
        await use.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return number;
    }
}
