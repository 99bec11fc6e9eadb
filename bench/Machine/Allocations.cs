using System.IO.Pipes;

namespace Tallydesk.Bench.Machine;

/// <summary>What another .NET process's runtime counts, as its <see cref="StartupHook"/> answers.</summary>
internal static class Allocations
{
    /// <summary>The variable that names the pipe.</summary>
    public const string PipeVariable = "BENCH_ALLOCATIONS_PIPE";

    /// <summary>Asks for the bytes allocated so far.</summary>
    public const byte Allocated = 0;

    /// <summary>Asks for the bytes in use after a full collection.</summary>
    public const byte InUse = 1;

    /// <summary>The settings that make a program answer.</summary>
    /// <param name="pipe">A name that no other process uses.</param>
    public static IEnumerable<(string Name, string Value)> Settings(string pipe) =>
        [("DOTNET_STARTUP_HOOKS", typeof(Allocations).Assembly.Location), (PipeVariable, pipe)];

    /// <summary>Bytes allocated since the process started, to within what each of its threads has not yet reported (some kB).</summary>
    public static Task<long> ReadAsync(string pipe) => AskAsync(pipe, Allocated);

    /// <summary>Bytes of managed memory in use after a full collection, which this causes.</summary>
    public static Task<long> ReadInUseAsync(string pipe) => AskAsync(pipe, InUse);

    private static async Task<long> AskAsync(string pipe, byte question)
    {
        await using var client = new NamedPipeClientStream(".", pipe, PipeDirection.InOut);
        await client.ConnectAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        await client.WriteAsync(new[] { question });
        var bytes = new byte[sizeof(long)];
        await client.ReadExactlyAsync(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
