namespace Tallydesk.Bench.Machine;

/// <summary>The reports in <c>bench/results</c>.</summary>
internal static class Reports
{
    /// <summary>Prints a report and keeps it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="report">The report, in Markdown.</param>
    public static async Task WriteAsync(string name, string report)
    {
        await Console.Out.WriteLineAsync($"\n{report}");
        await File.WriteAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "results", name),
            report
        );
    }
}
