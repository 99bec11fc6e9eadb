using System.Data.Common;
using Dapper;

namespace Tallydesk.Storage.Schema;

/// <summary>The steps that a database records, compared with those that this program knows.</summary>
/// <param name="dialect">postgres or sqlite: the folder of the steps.</param>
internal sealed class AppliedSchema(string dialect)
{
    // From this step on the table of steps has the columns that are compared.
    private const int FirstCompared = 28;
    private readonly IReadOnlyList<SchemaFile> known = SchemaFile.Of(dialect);

    /// <summary>Applies the missing steps within a transaction and records all of them.</summary>
    /// <exception cref="StartupException">An applied step was changed, or this program is too old; nothing was applied.</exception>
    public async Task ApplyAsync(DbTransaction transaction, DateTimeOffset now)
    {
        var connection = transaction.Connection!;
        var version = await CheckAsync(connection, transaction);
        foreach (var step in known.Where(step => step.Version > version))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // The statements are the program's own files.
            command.CommandText = step.Sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
            await connection.ExecuteAsync(
                "INSERT INTO schema_versions (version, name, applied_at) VALUES (@Version, @Name, @At)",
                new
                {
                    step.Version,
                    step.Name,
                    At = now.ToUnixTimeMilliseconds(),
                },
                transaction
            );
        }

        await connection.ExecuteAsync(
            """
            UPDATE schema_versions SET checksum = @Checksum, oldest_program = @OldestProgram
            WHERE version = @Version AND checksum IS NULL
            """,
            known,
            transaction
        );
    }

    /// <summary>Whether a database has all steps that this program knows.</summary>
    /// <exception cref="StartupException">An applied step was changed, or this program is too old.</exception>
    public async Task<bool> IsCompleteAsync(DbConnection connection) =>
        await CheckAsync(connection, transaction: null) >= known[^1].Version;

    /// <summary>The newest applied step; 0 for none.</summary>
    private async Task<int> CheckAsync(DbConnection connection, DbTransaction? transaction)
    {
        var version = await connection.QuerySingleAsync<int>(
            "SELECT coalesce(max(version), 0) FROM schema_versions",
            transaction: transaction
        );
        if (version < FirstCompared)
        {
            return version;
        }

        var applied = (
            await connection.QueryAsync<Step>(
                """
                SELECT version AS Version, checksum AS Checksum, oldest_program AS OldestProgram
                FROM schema_versions ORDER BY version
                """,
                transaction: transaction
            )
        ).ToDictionary(step => step.Version);
        var (newest, oldest) = (known[^1].Version, applied.Values.Max(step => step.OldestProgram));
        if (oldest > newest)
        {
            throw new StartupException(
                $"This version of Tallydesk is too old for the database: it knows schema steps up to {newest}, and the database needs a version that knows step {oldest}."
            );
        }

        var changed = known.FirstOrDefault(step =>
            applied.GetValueOrDefault(step.Version)?.Checksum is { } checksum && checksum != step.Checksum
        );
        return changed is null
            ? version
            : throw new StartupException(
                $"Schema step {changed.Name} was changed after it was applied to this database. Restore the original step."
            );
    }

    private sealed class Step
    {
        public required int Version { get; init; }
        public string? Checksum { get; init; }
        public int? OldestProgram { get; init; }
    }
}
