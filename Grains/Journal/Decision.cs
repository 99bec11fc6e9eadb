using System.Collections.Immutable;

namespace Tallydesk.Journal;

/// <summary>What a rule decided: the events that follow, oldest first; none when there is nothing to change.</summary>
/// <typeparam name="TEvent">The feature's event.</typeparam>
/// <param name="Events">The events.</param>
public sealed record Decision<TEvent>(ImmutableArray<TEvent> Events)
{
    /// <summary>Nothing changes; the command is recorded as <see cref="NothingChanged"/>.</summary>
    internal static Decision<TEvent> Nothing { get; } = new([]);

    /// <summary>A decision of these events.</summary>
    internal static Decision<TEvent> Of(params ImmutableArray<TEvent> events) => new(events);
}
