using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>Fills the baseline's database.</summary>
internal static class BaselineData
{
    /// <summary>Makes the tables, accounts 1 to n with a balance that lasts, and one admin's token.</summary>
    /// <returns>The path of each account's adjustments.</returns>
    public static async Task<IReadOnlyList<string>> SeedAsync(
        string connection,
        int accounts,
        long balance,
        string token
    )
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await ExecuteAsync(database, await File.ReadAllTextAsync(Schema));
        await ExecuteAsync(
            database,
            "INSERT INTO accounts SELECT n, $2 FROM generate_series(1, $1) n",
            new NpgsqlParameter<int> { TypedValue = accounts },
            new NpgsqlParameter<long> { TypedValue = balance }
        );
        await ExecuteAsync(
            database,
            "INSERT INTO tokens VALUES ($1, 'Administrator', 'admin')",
            new NpgsqlParameter<byte[]> { TypedValue = HashOf(token) }
        );
        return
        [
            .. Enumerable
                .Range(1, accounts)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"/v1/customers/{n}/credits/adjustments")),
        ];
    }

    /// <summary>Gives each account a license and its customer a token, and makes an engineer's token.</summary>
    /// <returns>License and customer's token of each account.</returns>
    public static async Task<IReadOnlyList<(string License, string Token)>> SeedTicketsAsync(
        string connection,
        int accounts,
        string engineer
    )
    {
        await using var database = NpgsqlDataSource.Create(connection);
        var customers = Enumerable
            .Range(1, accounts)
            .Select(n => (License: $"BENCH-{n}", Token: $"customer_{n}_{engineer}"))
            .ToArray();
        await ExecuteAsync(
            database,
            "INSERT INTO licenses SELECT number, n FROM unnest($1) WITH ORDINALITY AS l(number, n)",
            new NpgsqlParameter<string[]> { TypedValue = [.. customers.Select(c => c.License)] }
        );
        await ExecuteAsync(
            database,
            """
            INSERT INTO tokens
            SELECT hash, format('Customer %s', n), 'customer', n FROM unnest($1) WITH ORDINALITY AS t(hash, n)
            UNION ALL SELECT $2, 'Engineer', 'engineer', NULL
            """,
            new NpgsqlParameter<byte[][]> { TypedValue = [.. customers.Select(c => HashOf(c.Token))] },
            new NpgsqlParameter<byte[]> { TypedValue = HashOf(engineer) }
        );
        await ExecuteAsync(database, "ANALYZE");
        return customers;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Schema => Path.Combine(AppContext.BaseDirectory, "Baseline", "schema.sql");

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }
}
