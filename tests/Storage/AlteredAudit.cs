using Dapper;
using Tallydesk.Audit;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What the verifier says of a database in which something was changed; the change is taken back again.</summary>
internal static class AlteredAudit
{
    private static readonly string[] AppendOnly =
    [
        "history",
        "entries",
        "rights_changes",
        "audit_anchors",
        "audit_anchored_heads",
    ];

    private static string DropTriggers =>
        "PRAGMA defer_foreign_keys = ON;"
        + string.Join(
            ';',
            AppendOnly
                .Select(table => $"DROP TRIGGER {table}_not_updated; DROP TRIGGER {table}_not_deleted")
                .Append("DROP TRIGGER texts_not_updated")
        );

    /// <summary>What is found.</summary>
    public static async Task<IReadOnlyList<AuditFinding>> FindAsync(
        Store store,
        Engine engine,
        string change,
        object? parameters = null
    ) => (await VerifyAsync(store, engine, change, parameters)).Findings;

    /// <summary>What is found, and what is said besides.</summary>
    public static async Task<(IReadOnlyList<AuditFinding> Findings, AuditSummary Summary)> VerifyAsync(
        Store store,
        Engine engine,
        string change,
        object? parameters = null
    )
    {
        await using var connection = await store.Database.OpenWriteAsync();
        await connection.ExecuteAsync("BEGIN TRANSACTION");
        try
        {
            await connection.ExecuteAsync(
                engine == Engine.Postgres ? "SET LOCAL session_replication_role = replica" : DropTriggers
            );
            Assert.True(await connection.ExecuteAsync(change, parameters) > 0, change);
            var findings = new List<AuditFinding>();
            var summary = await new AuditVerifier(store.Database).VerifyAsync(connection, findings.Add, anchor: null);
            return (findings, summary);
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }
    }
}
