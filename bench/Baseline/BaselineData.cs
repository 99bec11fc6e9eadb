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
            new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(token)) }
        );
        return
        [
            .. Enumerable
                .Range(1, accounts)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"/v1/customers/{n}/credits/adjustments")),
        ];
    }

    private static string Schema => Path.Combine(AppContext.BaseDirectory, "Baseline", "schema.sql");

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }
}
