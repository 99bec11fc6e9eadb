using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>
/// A table each of whose rows follows from its last change in the trail of rights. Of a row's columns, the state after the
/// change shows some; of the others, such as hashes and secrets, the change keeps a digest.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Subject">SQL for the subject of a row's changes; the row is <c>page</c>.</param>
/// <param name="Shown">Columns that the state after shows, by the same name in camelCase.</param>
/// <param name="Hidden">Columns that it doesn't.</param>
public sealed record GuardedTable(
    string Name,
    string Subject,
    ImmutableArray<string> Shown,
    ImmutableArray<string> Hidden
)
{
    private const string Keys = "keys";

    /// <summary>Bearer tokens.</summary>
    public static GuardedTable Tokens { get; } =
        new(
            "tokens",
            "page.id",
            ["name", "role", "customer_id", "created_at", "revoked_at", "scopes", "expires_at", "owner"],
            ["hash", "maker"]
        );

    /// <summary>People, with the keys they are found by.</summary>
    public static GuardedTable People { get; } =
        new(
            "people",
            "page.id",
            ["email", "name", "role", "customer_id", "created_at", "disabled_at"],
            ["body", "maker", Keys]
        );

    /// <summary>Sessions. Those that ended long ago are removed without a change.</summary>
    public static GuardedTable Sessions { get; } =
        new(
            "sessions",
            "coalesce(page.person_id, page.token_id)",
            ["agent"],
            ["person_id", "token_id", "created_at", "address", "is_strong"]
        )
        {
            IsSwept = true,
        };

    /// <summary>Webhooks.</summary>
    public static GuardedTable Webhooks { get; } =
        new(
            "webhooks",
            "page.id",
            ["name", "url", "events", "created_at", "paused_at", "expires_at"],
            ["secret", "maker", "since", "start_epoch", "start_xact"]
        );

    /// <summary>Files with messages.</summary>
    public static GuardedTable Files { get; } =
        new(
            "attachments",
            "page.id",
            ["ticket", "license", "actor", "place", "name", "type", "size", "sha256"],
            ["created_at"]
        );

    /// <summary>All canned replies.</summary>
    public static ImmutableArray<GuardedTable> All { get; } = [Tokens, People, Sessions, Webhooks, Files];

    /// <summary>Whether rows are removed without a change.</summary>
    public bool IsSwept { get; init; }

    /// <summary>A row as it is left by the transaction that changes it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="id">The row.</param>
    public async Task<KeptRow> KeepAsync(DbConnection connection, DbTransaction transaction, string id)
    {
        var row = await connection.QuerySingleOrDefaultAsync(
            $"SELECT * FROM {Name} WHERE id = @id",
            new { id },
            transaction
        );
        return new(
            Name,
            id,
            row is IDictionary<string, object?> columns
                ? StateJson.Write(await DigestsAsync(connection, transaction, id, columns))
                : null
        );
    }

    /// <summary>A digest of each hidden column of a row.</summary>
    public async Task<SortedDictionary<string, string>> DigestsAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string id,
        IDictionary<string, object?> row
    )
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in Hidden)
        {
            digests[column] = DigestOf(column == Keys ? await KeysOfAsync(connection, transaction, id) : row[column]);
        }

        return digests;
    }

    /// <summary>A column's value as a text; null for none.</summary>
    public static string? TextOf(object? value) =>
        value switch
        {
            null => null,
            byte[] bytes => Convert.ToHexStringLower(bytes),
            bool flag => flag ? "1" : "0",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    private static string DigestOf(object? value) =>
        TextOf(value) is { } text ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : "";

    private static async Task<string> KeysOfAsync(DbConnection connection, DbTransaction? transaction, string person)
    {
        var keys = await connection.QueryAsync<string>(
            "SELECT kind || ' ' || key FROM person_keys WHERE person_id = @person",
            new { person },
            transaction
        );
        return string.Join('\n', keys.Order(StringComparer.Ordinal));
    }
}
