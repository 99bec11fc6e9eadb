using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Bench.Machine;

/// <summary>A .NET program that the bench starts as a process of its own, and ends.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortInterval = TimeSpan.FromMilliseconds(10);
    private readonly Process process;
    private readonly string pipe;
    private readonly long began;
    private readonly Task<string> errors;

    private Child(Process process, string pipe, long began)
    {
        (this.process, this.pipe, this.began) = (process, pipe, began);
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The process.</summary>
    public int Id => process.Id;

    /// <summary>Its input.</summary>
    public TextWriter Input => process.StandardInput;

    /// <summary>Its output.</summary>
    public TextReader Output => process.StandardOutput;

    /// <summary>Starts a program.</summary>
    /// <param name="program">The assembly to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Settings that differ from the bench's own.</param>
    public static Child Start(
        string program,
        IEnumerable<string> arguments,
        params IEnumerable<(string Name, string Value)> environment
    )
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var answers = $"bench-{Guid.NewGuid():N}";
        foreach (var (name, value) in Allocations.Settings(answers).Concat(environment))
        {
            start.Environment[name] = value;
        }

        var startedAt = Stopwatch.GetTimestamp();
        return new(Process.Start(start)!, answers, startedAt);
    }

    /// <summary>A port on 127.0.0.1 that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a web service says that it is ready, and from then on throws its output away.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds its last words.</exception>
    public Task ReadyAsync(int port) => ReadyAsync(port, PollInterval);

    /// <summary>Waits as <see cref="ReadyAsync(int)"/> does, and then for a page.</summary>
    /// <param name="port">The service's port.</param>
    /// <param name="page">The page's path.</param>
    /// <returns>How long the process had been running when it was ready, and when it had answered with the page.</returns>
    public async Task<(TimeSpan Ready, TimeSpan Page)> AnswerAsync(int port, string page)
    {
        await ReadyAsync(port, ShortInterval);
        var ready = Stopwatch.GetElapsedTime(began);
        using var http = new HttpClient();
        return await IsAnsweredAsync(http, port, page)
            ? (ready, Stopwatch.GetElapsedTime(began))
            : throw new InvalidOperationException($"{page} was not answered.");
    }

    private async Task ReadyAsync(int port, TimeSpan interval)
    {
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (!await IsAnsweredAsync(http, port, "/health/ready"))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartTimeout)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"A service did not become ready. {await errors}");
            }

            await Task.Delay(interval);
        }
    }

    /// <inheritdoc cref="Allocations.ReadAsync"/>
    public Task<long> AllocatedAsync() => Allocations.ReadAsync(pipe);

    /// <inheritdoc cref="Allocations.ReadInUseAsync"/>
    public Task<long> InUseAsync() => Allocations.ReadInUseAsync(pipe);

    /// <summary>What it wrote to its error output, once it has ended.</summary>
    public Task<string> ErrorsAsync() => errors;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<bool> IsAnsweredAsync(HttpClient http, int port, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
