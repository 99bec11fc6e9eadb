using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Explanations;

/// <summary>A line of a ticket's timeline.</summary>
/// <param name="Id">The event's place in the ticket's history, among which its messages have theirs.</param>
/// <param name="At">When it happened.</param>
/// <param name="Sentence">What it says.</param>
public sealed record TimelineLine(long Id, DateTimeOffset At, TimelineSentence Sentence);

/// <summary>The lines of a part of a ticket's history.</summary>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="IsCut">Whether there were more of them, and the oldest are left out.</param>
public sealed record Timeline(ImmutableArray<TimelineLine> Lines, bool IsCut);

/// <summary>Reads what happened to a ticket between its messages. The caller has checked that the reader can see the ticket.</summary>
public sealed class TimelineReader(IJournalReader journal)
{
    private static readonly FrozenDictionary<string, Type> ForStaff = KindsFor(isStaff: true);
    private static readonly FrozenDictionary<string, Type> ForCustomers = KindsFor(isStaff: false);

    /// <summary>What happened between two places of a ticket's history, in one read of that part.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="reader">The reader; customers see nothing internal.</param>
    /// <param name="after">Events after this place; 0 from the start.</param>
    /// <param name="before">Events before this place.</param>
    /// <param name="limit">At most this many events, the newest.</param>
    public async Task<Timeline> BetweenAsync(TicketId ticket, Actor reader, long after, long before, int limit)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var kinds = reader.IsStaff ? ForStaff : ForCustomers;
        var rows = await journal.ReadHistoryBeforeAsync(ticket.Value, before, limit + 1, [.. kinds.Keys], after);
        return new([.. rows.TakeLast(limit).Select(row => LineOf(row, kinds)).OfType<TimelineLine>()], rows.Length > limit);
    }

    private static TimelineLine? LineOf(HistoryRow row, FrozenDictionary<string, Type> kinds)
    {
        var happened =
            JsonSerializer.Deserialize(row.Body, kinds[row.Kind], StateJson.Options)
            ?? throw new JsonException($"{row.Kind} is missing.");
        return TimelineSentences.Of((TicketEvent)happened, row.Actor) is { } sentence
            ? new(row.Seq, row.At, sentence)
            : null;
    }

    private static FrozenDictionary<string, Type> KindsFor(bool isStaff) =>
        TimelineSentences.KindsFor(isStaff).ToFrozenDictionary(StoredNames.Of);
}
