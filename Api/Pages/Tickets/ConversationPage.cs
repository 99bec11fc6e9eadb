using System.Collections.Immutable;
using Tallydesk.Explanations;
using Tallydesk.Identity;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The messages that a ticket's page shows, and what happened between them, oldest first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="HasEarlier">Whether there are messages before them.</param>
/// <param name="HasLater">Whether there are messages after them.</param>
public sealed record ConversationPage(ImmutableArray<ConversationMessage> Messages, bool HasEarlier, bool HasLater)
{
    private const int Size = 100;
    private const int MostLines = 200;

    /// <summary>What happened after the first message and before the first one of the next page.</summary>
    public Timeline Timeline { get; private init; } = new([], IsCut: false);

    /// <summary>The first message's id; 0 without messages.</summary>
    public long First => Messages.IsEmpty ? 0 : Messages[0].Id;

    /// <summary>The last message's id; 0 without messages.</summary>
    public long Last => Messages.IsEmpty ? 0 : Messages[^1].Id;

    /// <summary>The name of the customer who wrote last; null if none did.</summary>
    public string? AskedBy =>
        Messages.LastOrDefault(message => message.AuthorRole == Role.Customer)?.Author is { Length: > 0 } name
            ? name
            : null;

    /// <summary>Messages and lines in the order in which they came about.</summary>
    public IEnumerable<ConversationEntry> Entries
    {
        get
        {
            // Tallydesk's own message says more than the line about another ticket before it, and takes its link.
            var told = Messages
                .Where(message => message.AuthorRole == Role.System)
                .Join(
                    Timeline.Lines.Where(line => line.Sentence.Ticket is not null),
                    message => message.Id - 1,
                    line => line.Id,
                    (message, line) => (message.Id, Line: line)
                )
                .ToDictionary(one => one.Id, one => one.Line);
            return Messages
                .Select(message => new ConversationEntry(message.Id, told.GetValueOrDefault(message.Id), message))
                .Concat(
                    Timeline
                        .Lines.Where(line => !told.ContainsKey(line.Id + 1))
                        .Select(line => new ConversationEntry(line.Id, line, Message: null))
                )
                // What was done comes before the note that was written on it.
                .OrderBy(entry => entry.Id)
                .ThenBy(entry => entry.Message is null ? 0 : 1);
        }
    }

    /// <summary>The customer's messages that can be moved to another ticket: not the ticket's first one, and none that was moved before.</summary>
    public IReadOnlyList<ConversationMessage> SplittableOf(TicketView ticket)
    {
        var moved = ticket.Splits.SelectMany(split => split.Messages).ToHashSet();
        return
        [
            .. Messages
                .Skip(HasEarlier ? 0 : 1)
                .Where(message => message.AuthorRole == Role.Customer && !moved.Contains(message.Id) && message.Occasion is null),
        ];
    }

    /// <summary>Reads the messages after one, the messages before one, or the newest ones.</summary>
    internal static async Task<ConversationPage> ReadAsync(
        TicketQueries queries,
        TimelineReader timeline,
        TicketId ticket,
        Actor actor,
        long? after,
        long? before
    )
    {
        if (after is { } start)
        {
            var later = await queries.MessagesAfterAsync(ticket, actor, start, Size + 1);
            var page = new ConversationPage([.. later.Take(Size)], HasEarlier: start > 0, later.Length > Size);
            return await WithTimelineAsync(page, page.HasLater ? later[Size].Id : long.MaxValue);
        }

        var newest = await queries.MessagesBeforeAsync(ticket, actor, before ?? long.MaxValue, Size + 1);
        return await WithTimelineAsync(
            new([.. newest.TakeLast(Size)], newest.Length > Size, HasLater: before is not null),
            before ?? long.MaxValue
        );

        async Task<ConversationPage> WithTimelineAsync(ConversationPage page, long end) =>
            page.Messages.IsEmpty
                ? page
                : page with
                {
                    Timeline = await timeline.BetweenAsync(
                        ticket,
                        actor,
                        page.HasEarlier ? page.First - 1 : 0,
                        end,
                        MostLines
                    ),
                };
    }
}

/// <summary>A message of a conversation, or a line between messages.</summary>
/// <param name="Id">Its place in the ticket's history.</param>
/// <param name="Line">The line; beside a message by Tallydesk, what that message is about.</param>
/// <param name="Message">The message; null for a line.</param>
public sealed record ConversationEntry(long Id, TimelineLine? Line, ConversationMessage? Message);
