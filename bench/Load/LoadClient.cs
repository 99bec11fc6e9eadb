using System.Text.Json;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Load;

/// <summary>The bench's end of its load process.</summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private readonly Child process = Child.Start(
        typeof(LoadClient).Assembly.Location,
        ["load"],
        // Answers are read on the thread that saw them arrive, which leaves more of the cores to the service.
        ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
        ("DOTNET_gcServer", "0")
    );
    private int stretches;

    /// <summary>The process.</summary>
    public int ProcessId => process.Id;

    /// <summary>A prefix of keys that no stretch had before.</summary>
    public string NewKeyPrefix() => $"{++stretches:x8}-";

    /// <summary>Carries out an order.</summary>
    /// <exception cref="InvalidOperationException">The load process has ended; the message holds its last words.</exception>
    public async Task<LoadResult> RunAsync(LoadOrder order)
    {
        await process.Input.WriteLineAsync(JsonSerializer.Serialize(order, LoadJson.Default.LoadOrder));
        await process.Input.FlushAsync();
        return await process.Output.ReadLineAsync() is { } line
            ? JsonSerializer.Deserialize(line, LoadJson.Default.LoadResult)!
            : throw new InvalidOperationException($"The load process has ended. {await process.ErrorsAsync()}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
