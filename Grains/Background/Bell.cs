using System.Threading.Channels;

namespace Tallydesk.Background;

/// <summary>Wakes a service that looks for work now and then: rung several times before it looks, it looks once.</summary>
public sealed class Bell
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>There is work.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Completes when it was rung, or after a while.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(atMost, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await rings.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The while has passed.
        }
    }
}
