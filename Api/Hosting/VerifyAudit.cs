using Tallydesk.Audit;

namespace Tallydesk.Hosting;

/// <summary>The command <c>verify-audit</c>: reads the whole audit and tells what is not as it was written.</summary>
internal static class VerifyAudit
{
    /// <summary>The command's name.</summary>
    public const string Name = "verify-audit";

    private const string AnchorKey = "anchor";

    /// <summary>Runs the command with Tallydesk's own settings. With SQLite, Tallydesk must not be running.</summary>
    /// <param name="args">The arguments behind the command's name; <c>--anchor=</c> names a digest that was kept elsewhere.</param>
    /// <returns>The exit code: 0 when all is as it was written, 2 when something is not.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var storage = OperatorDatabase.Find(args);
        await storage.RequireSchemaAsync();
        var findings = 0;
        var summary = await new AuditVerifier(storage.Database).VerifyAsync(
            finding =>
            {
                findings++;
                Console.WriteLine(finding);
            },
            storage.Settings[AnchorKey]
        );
        Console.WriteLine(
            $"{summary.Rows} rows and {summary.Anchors} anchors verified, {summary.Unlinked} rows from before the chain, "
                + $"{summary.States} states and {summary.TableRows} rows of people, tokens, sessions, webhooks and files "
                + $"compared, {findings} findings. Last anchor: {summary.LastAnchor ?? "none"}"
        );
        foreach (var line in summary.NotCovered)
        {
            Console.WriteLine($"Not covered: {line}");
        }

        return findings == 0 ? 0 : 2;
    }
}
