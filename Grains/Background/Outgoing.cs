using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Tallydesk.Background;

/// <summary>
/// Notices for the commits of this silo's grains, in order. They are in memory: what does not fit, or is
/// lost with the silo, is sent again by the sweep or found by the receivers' own reads.
/// </summary>
/// <param name="capacity">The maximum number of waiting items; further ones are dropped.</param>
/// <typeparam name="T">The type of the messages.</typeparam>
internal sealed class Outgoing<T>(int capacity = int.MaxValue)
{
    private readonly Channel<T> waiting = Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Rung when an item is added.</summary>
    public Bell Bell { get; } = new();

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => waiting.Reader.Count == 0;

    /// <summary>Adds items, without waiting for anybody.</summary>
    public void Add(params ImmutableArray<T> items)
    {
        foreach (var item in items)
        {
            waiting.Writer.TryWrite(item);
        }

        Bell.Ring();
    }

    /// <summary>Takes the oldest item out, if there is one.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item) => waiting.Reader.TryRead(out item);
}
