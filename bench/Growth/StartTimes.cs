using System.Globalization;
using System.Text;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Growth;

/// <summary>Measures the time from the start of the process to its first answers.</summary>
internal static class StartTimes
{
    private const int Runs = 5;

    /// <summary>Starts the gateway several times on each database; the first start of each, which fills it, does not count.</summary>
    public static async Task<string> MeasureAsync(
        string token,
        IEnumerable<(string Name, (string Name, string Value)[] Storage)> databases
    )
    {
        var text = new StringBuilder();
        text.AppendLine("## Start").AppendLine();
        text.AppendLine(
            $"From the start of the process until `/health/ready` is answered, and until the first page (`/sign-in`) is; files warm, {Runs} runs."
        );
        text.AppendLine();
        text.AppendLine("| | ready, ms: median | range | first page, ms: median |").AppendLine("|---|---:|---:|---:|");
        foreach (var (name, storage) in databases)
        {
            await Console.Out.WriteLineAsync($"Starting on {name}.");
            var runs = new List<(TimeSpan Ready, TimeSpan Page)>();
            for (var run = 0; run <= Runs; run++)
            {
                runs.Add(await StartAsync(token, storage));
            }

            var ready = runs.Skip(1).Select(run => run.Ready.TotalMilliseconds).ToArray();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {name} | {Medians.Of(ready):N0} | {ready.Min():N0}–{ready.Max():N0} | {Medians.Of(runs.Skip(1).Select(run => run.Page.TotalMilliseconds)):N0} |"
            );
        }

        return text.ToString();
    }

    private static async Task<(TimeSpan Ready, TimeSpan Page)> StartAsync(
        string token,
        (string Name, string Value)[] storage
    )
    {
        var port = Child.FreePort();
        // Without the bench's startup hook, which would load more than the program does.
        await using var process = Child.Start(
            Subjects.Program,
            [],
            [
                .. storage,
                ("Urls", $"http://127.0.0.1:{port}"),
                ("Bootstrap__AdminToken", token),
                ("DOTNET_STARTUP_HOOKS", ""),
            ]
        );
        return await process.AnswerAsync(port, "/sign-in");
    }
}
