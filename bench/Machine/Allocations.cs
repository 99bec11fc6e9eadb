using System.IO.Pipes;

namespace Tallydesk.Bench.Machine;

/// <summary>How many bytes another .NET process has allocated, as its <see cref="StartupHook"/> answers.</summary>
internal static class Allocations
{
    /// <summary>The variable that names the pipe.</summary>
    public const string PipeVariable = "BENCH_ALLOCATIONS_PIPE";

    /// <summary>The settings that make a program answer.</summary>
    /// <param name="pipe">A name that no other process uses.</param>
    public static IEnumerable<(string Name, string Value)> Settings(string pipe) =>
        [("DOTNET_STARTUP_HOOKS", typeof(Allocations).Assembly.Location), (PipeVariable, pipe)];

    /// <summary>Bytes allocated since the process started, to within what each of its threads has not yet reported (some kB).</summary>
    public static async Task<long> ReadAsync(string pipe)
    {
        await using var client = new NamedPipeClientStream(".", pipe, PipeDirection.In);
        await client.ConnectAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        var bytes = new byte[sizeof(long)];
        await client.ReadExactlyAsync(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
