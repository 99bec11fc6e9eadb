using System.Diagnostics;

namespace Tallydesk.Bench.Machine;

/// <summary>In which state a bench met the machine: how busy it was, and how long a write to its disk takes.</summary>
internal static class MachineState
{
    /// <summary>The load average, and the time of one <c>fdatasync</c> where PostgreSQL's program for it is installed.</summary>
    /// <param name="folder">Where a file may be written for it.</param>
    public static async Task<string> ReadAsync(string folder)
    {
        var load = string.Join(' ', (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[..3]);
        return $"Load average at the start {load}; {await SyncAsync(folder)}.";
    }

    private static async Task<string> SyncAsync(string folder)
    {
        var bin = Environment.GetEnvironmentVariable("PGBIN") ?? "";
        var program = Path.Combine(bin, "pg_test_fsync");
        if (!File.Exists(program))
        {
            return "`fdatasync` not measured, since PGBIN names no pg_test_fsync";
        }

        var start = new ProcessStartInfo(program, ["-s", "1", "-f", Path.Combine(folder, "fsync")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var test = Process.Start(start)!;
        while (await test.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.TrimStart().StartsWith("fdatasync", StringComparison.Ordinal))
            {
                // The other ways to sync would be measured next.
                test.Kill();
                await test.WaitForExitAsync();
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return $"one `fdatasync` of 8 kB took {words[^2]} µs";
            }
        }

        return "`fdatasync` not measured, since pg_test_fsync ended without it";
    }
}
