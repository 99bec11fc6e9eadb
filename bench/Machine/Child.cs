using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Bench.Machine;

/// <summary>A .NET program that the bench starts as a process of its own, and ends.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private readonly Process process;
    private readonly string pipe;
    private readonly Task<string> errors;

    private Child(Process process, string pipe)
    {
        (this.process, this.pipe) = (process, pipe);
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
        foreach (var (name, value) in environment.Concat(Allocations.Settings(answers)))
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, answers);
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
    public async Task ReadyAsync(int port)
    {
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var began = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http, port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartTimeout)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"A service did not become ready. {await errors}");
            }

            await Task.Delay(PollInterval);
        }
    }

    /// <inheritdoc cref="Allocations.ReadAsync"/>
    public Task<long> AllocatedAsync() => Allocations.ReadAsync(pipe);

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

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
