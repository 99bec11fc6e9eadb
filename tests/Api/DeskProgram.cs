using System.Diagnostics;

namespace Tallydesk.Tests;

/// <summary>The gateway as a process of its own, with what it writes to be read.</summary>
internal static class DeskProgram
{
    /// <summary>Starts it on SQLite in a folder.</summary>
    public static Process Start(string folder, params string[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Tallydesk.Api.dll");
        return Process.Start(
                new ProcessStartInfo("dotnet", [program, $"--Storage:Folder={folder}", .. settings])
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    WorkingDirectory = folder,
                }
            ) ?? throw new InvalidOperationException("The gateway could not be started.");
    }
}
