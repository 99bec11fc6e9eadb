using System.Diagnostics;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests;

/// <summary>The gateway as a process of its own, with what it writes to be read.</summary>
internal static class DeskProgram
{
    /// <summary>Starts it on SQLite in a folder.</summary>
    public static Process Start(string folder, params string[] settings) =>
        StartWith(folder, [$"--Storage:Folder={folder}", .. settings]);

    /// <summary>Runs one of the operator's commands on SQLite in a folder, to its end.</summary>
    /// <returns>The exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder,
        string command,
        params string[] settings
    )
    {
        using var program = StartWith(folder, [command, $"--Storage:Folder={folder}", .. settings]);
        using var patience = new CancellationTokenSource(Eventually.Bound);
        try
        {
            var errors = program.StandardError.ReadToEndAsync(patience.Token);
            var output = await program.StandardOutput.ReadToEndAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);
            return (program.ExitCode, output + await errors);
        }
        finally
        {
            program.Kill();
        }
    }

    private static Process StartWith(string folder, IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Tallydesk.Api.dll");
        return Process.Start(
                new ProcessStartInfo("dotnet", [program, .. arguments])
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    WorkingDirectory = folder,
                }
            ) ?? throw new InvalidOperationException("The gateway could not be started.");
    }
}
