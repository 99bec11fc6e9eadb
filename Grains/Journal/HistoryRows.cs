using System.Collections.Immutable;
using System.Text.Json;
using Tallydesk.Identity;

namespace Tallydesk.Journal;

/// <summary>Turns events into history rows.</summary>
public static class HistoryRows
{
    /// <summary>One row per event, numbered consecutively; the first row has the command.</summary>
    public static ImmutableArray<HistoryRow> Of<TEvent>(
        Actor actor,
        DateTimeOffset now,
        long lastSeq,
        ImmutableArray<TEvent> events,
        RecordedCommand? command
    )
        where TEvent : class
    {
        var rows = ImmutableArray.CreateBuilder<HistoryRow>(events.Length);
        foreach (var happened in events)
        {
            var at = happened is IDatedEvent dated ? dated.At : now;
            var body = JsonSerializer.Serialize(happened, happened.GetType(), StateJson.Options);
            rows.Add(
                new HistoryRow(lastSeq + rows.Count + 1, at, StoredNames.Of(happened.GetType()), actor.Id, body)
                {
                    Command = rows.Count == 0 ? command : null,
                    Source = actor.From,
                }
            );
        }

        return rows.MoveToImmutable();
    }
}

/// <summary>An event that happened at another instant than its commit.</summary>
internal interface IDatedEvent
{
    /// <summary>When it happened.</summary>
    DateTimeOffset At { get; }
}
