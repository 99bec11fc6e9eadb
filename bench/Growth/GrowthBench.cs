using System.Security.Cryptography;
using System.Text;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Growth;

/// <summary>Measures what could cost more the more is stored.</summary>
internal static class GrowthBench
{
    /// <summary>Measures, prints the report, and writes it to <c>bench/results/growth.md</c>.</summary>
    public static async Task<int> RunAsync(GrowthOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("tallydesk-bench-");
        try
        {
            var report = await MeasureAsync(options, folder.FullName);
            if (options.IsWhole)
            {
                await Reports.WriteAsync("growth.md", report);
            }
            else
            {
                await Console.Out.WriteLineAsync(report);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(GrowthOptions options, string folder)
    {
        var token = $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var page = new StringBuilder();
        page.AppendLine("# What grows, measured").AppendLine();
        page.AppendLine("    dotnet run -c Release --project bench -- growth").AppendLine();
        page.AppendLine($"{MachineName.Describe()}, PostgreSQL and SQLite with durable commits.")
            .AppendLine(await MachineState.ReadAsync(folder))
            .AppendLine(
                "Service, database, receiver and load share the machine. How it is measured: [README](../README.md)."
            );
        await using var postgres = await PostgresServer.StartAsync();
        if (options.Has("webhooks"))
        {
            page.AppendLine()
                .Append(await WebhookGrowth.MeasureAsync(options, token, await postgres.CreateDatabaseAsync()));
        }

        var tickets = await postgres.CreateDatabaseAsync();
        if (options.Has("tickets"))
        {
            page.AppendLine().Append(await TicketGrowth.MeasureAsync(options, token, tickets));
        }

        if (options.Has("starts"))
        {
            (string Name, (string Name, string Value)[] Storage)[] databases =
            [
                ("SQLite, new", [("Storage__Folder", Path.Combine(folder, "new"))]),
                ("PostgreSQL, new", Settings(await postgres.CreateDatabaseAsync())),
                .. options.Has("tickets")
                    ? [($"PostgreSQL, {options.Tickets:N0} open tickets", Settings(tickets))]
                    : Array.Empty<(string, (string, string)[])>(),
            ];
            page.AppendLine().Append(await StartTimes.MeasureAsync(token, databases));
        }

        return page.ToString();
    }

    /// <summary>The settings for a PostgreSQL database.</summary>
    public static (string Name, string Value)[] Settings(string connection) =>
        [("Storage__Connection", connection), ("Keys__InClear", "true")];
}
