using System.Diagnostics;

namespace Tallydesk.Tests.Support;

/// <summary>PostgreSQL's programs as they are installed here.</summary>
internal sealed class PostgresPrograms
{
    private readonly string folder;

    private PostgresPrograms(string folder) => this.folder = folder;

    /// <summary>Finds the folder that holds <c>initdb</c> and <c>pg_ctl</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says where one is looked for.</exception>
    public static PostgresPrograms Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian)
            ? Directory
                .GetDirectories(Debian)
                .OrderDescending(StringComparer.Ordinal)
                .Select(f => Path.Combine(f, "bin"))
            : [];
        var named = Environment.GetEnvironmentVariable("PGBIN");
        var found = (string.IsNullOrEmpty(named) ? folders : [named]).FirstOrDefault(f =>
            File.Exists(Path.Combine(f, "initdb"))
        );
        return found is null
            ? throw new InvalidOperationException(
                $"PostgreSQL's programs are missing: install Debian's package postgresql, or set PGBIN to the folder of initdb."
            )
            : new(found);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error; the message holds its output.</exception>
    public async Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(folder, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        // The server must not hold on to a working folder that its user may not enter.
        start.WorkingDirectory = Path.GetTempPath();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await errors}{await output}");
        }
    }
}
