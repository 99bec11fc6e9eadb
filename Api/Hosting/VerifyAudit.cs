using Tallydesk.Hosting;
using Tallydesk.Storage;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Audit;

/// <summary>The command <c>verify-audit</c>: reads the whole audit and tells what is not as it was written.</summary>
internal static class VerifyAudit
{
    /// <summary>The command's name.</summary>
    public const string Name = "verify-audit";

    private const string AnchorKey = "anchor";

    /// <summary>Runs the command; the settings are the desk's own. With SQLite the desk must not be running.</summary>
    /// <param name="args">The arguments behind the command's name; <c>--anchor=</c> names a digest that was kept elsewhere.</param>
    /// <returns>The exit code: 0 when all is as it was written, 2 when something is not.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Configuration.AddSiloSettings();
        var options = builder.Configuration.Read(StorageOptions.Section, new StorageOptionsValidator());
        ExistingDatabase.Require(options);
        builder.Services.AddTallydeskStorage(builder.Configuration);
        await using var services = builder.Services.BuildServiceProvider();
        var database = services.GetRequiredService<Database>();
        if (options.UsesPostgres)
        {
            await database.AwaitSchemaAsync(default);
        }
        else
        {
            await database.PrepareAsync(alone: true, default);
        }

        var findings = 0;
        var summary = await new AuditVerifier(database).VerifyAsync(
            finding =>
            {
                findings++;
                Console.WriteLine(finding);
            },
            builder.Configuration[AnchorKey]
        );
        Console.WriteLine(
            $"{summary.Rows} rows and {summary.Anchors} anchors verified, {summary.Unlinked} rows are older than the chain, "
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
