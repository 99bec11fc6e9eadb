using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>Which tickets a list holds.</summary>
public sealed record TicketFilter
{
    /// <summary>Only this customer's; null for all.</summary>
    public string? Customer { get; init; }

    /// <summary>Only in one of these statuses; empty for all.</summary>
    public ImmutableArray<TicketStatus> Statuses { get; init; } = [];

    /// <summary>Only this assignee's; null for all.</summary>
    public string? Assignee { get; init; }

    /// <summary>Only those in their desk's queue.</summary>
    public bool InQueue { get; init; }
}

/// <summary>Reads tickets beside their grains: lists, conversations and charges. The caller has made sure that the reader may see what is asked for.</summary>
public sealed class TicketQueries(IJournalReader journal)
{
    /// <summary>The key of the ticket with a number; null when there is none.</summary>
    public async Task<TicketId?> FindAsync(long number) =>
        await journal.FindCardByRankAsync(CardKinds.Ticket, number) is { } card ? new TicketId(card.GrainKey) : null;

    /// <summary>A page of a list, the newest ticket first.</summary>
    /// <param name="filter">Which tickets.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="after">Those after this place; null from the start.</param>
    public Task<ImmutableArray<Listed<TicketCard>>> PageAsync(TicketFilter filter, int limit, ListPlace? after) =>
        journal.ListAsync<TicketCard>(
            new(CardKinds.Ticket, limit)
            {
                Customer = filter.Customer,
                Statuses = [.. filter.Statuses.Select(StoredNames.Of)],
                Assignee = filter.Assignee,
                InQueue = filter.InQueue,
                Descending = true,
                After = after,
            }
        );

    /// <summary>The newest tickets, newest first.</summary>
    /// <param name="filter">Which tickets.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<ImmutableArray<TicketCard>> NewestAsync(TicketFilter filter, int limit) =>
        (await PageAsync(filter, limit, after: null)).Views();

    /// <summary>Every ticket in a desk's queue, in no order.</summary>
    public async Task<ImmutableArray<TicketCard>> InQueueOfAsync(string desk) =>
        [.. (await journal.ReadDeskAsync(desk)).Select(card => StateJson.Read<TicketCard>(card.Card.Body))];

    /// <summary>A page of the conversation, oldest first; what is written for staff is in it for staff only.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="after">Messages after this id; 0 from the start.</param>
    /// <param name="limit">At most so many.</param>
    public Task<ImmutableArray<ConversationMessage>> MessagesAfterAsync(
        TicketId ticket,
        Actor reader,
        long after,
        int limit
    ) => Conversation.ReadAsync(journal, ticket, reader, after, limit);

    /// <summary>The newest messages before one, oldest first; internal notes are among them for staff only.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="before">Messages before this id.</param>
    /// <param name="limit">At most so many.</param>
    public Task<ImmutableArray<ConversationMessage>> MessagesBeforeAsync(
        TicketId ticket,
        Actor reader,
        long before,
        int limit
    ) => Conversation.ReadBeforeAsync(journal, ticket, reader, before, limit);

    /// <summary>One message; null when there is none, or none that the reader may see.</summary>
    public async Task<ConversationMessage?> FindMessageAsync(TicketId ticket, Actor reader, long message) =>
        Conversation
            .MessagesAmong(await journal.ReadHistoryRowsAsync(ticket.Value, [message]))
            .FirstOrDefault(found => reader.IsStaff || !found.Internal);

    /// <summary>The newest public message of somebody else after a message; null when there is none.</summary>
    public async Task<ConversationMessage?> NewestOfOthersAsync(TicketId ticket, Actor reader, long after)
    {
        const int size = 100;
        ConversationMessage? newest = null;
        ImmutableArray<ConversationMessage> page;
        do
        {
            page = await MessagesAfterAsync(ticket, reader, after, size);
            newest = page.LastOrDefault(message => message.AuthorId != reader.Id && !message.Internal) ?? newest;
            after = page is [.., var last] ? last.Id : after;
        } while (page.Length == size);
        return newest;
    }

    /// <summary>The explanation of every credit that was taken or given back on a ticket, and of what waits.</summary>
    public Task<ChargeExplanation> ChargesAsync(TicketView ticket) => ChargeHistory.ReadAsync(journal, ticket);
}
