using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>A crash host that has come to its end, by itself or by a kill.</summary>
/// <param name="Killed">Whether it was killed.</param>
/// <param name="Reports">What it reported until then.</param>
internal sealed record HostProcess(bool Killed, ImmutableArray<Report> Reports)
{
    // As shells count it: 128 and the number of SIGKILL.
    private const int KilledExitCode = 128 + 9;
    private static readonly TimeSpan Patience = 2 * Eventually.Bound;
    private static readonly string Program = typeof(HostProcess)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "CrashHost")
        .Value!;

    /// <summary>What it reported of one database.</summary>
    public IEnumerable<Report> ReportsOf(string store) => Reports.Where(report => report.Store == store);

    /// <summary>What the clients of one desk were told.</summary>
    public ImmutableArray<Answered> AnswersOf(string store) =>
        [.. ReportsOf(store).Select(report => report.Answer).OfType<Answered>()];

    /// <summary>Runs the crash host to its end.</summary>
    public static async Task<HostProcess> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        using var patience = new CancellationTokenSource(Patience);
        await using var impatience = patience.Token.Register(process.Kill);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode is 0 or KilledExitCode && !patience.IsCancellationRequested,
            $"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await errors}"
        );
        return new(process.ExitCode == KilledExitCode, [.. WholeLines(output).Select(Report.Read)]);
    }

    // The kill may cut the last line off: what it says has reached nobody.
    private static string[] WholeLines(string output) => output.Split('\n')[..^1];
}
