using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>The filter of a ticket list.</summary>
public sealed record TicketFilter
{
    /// <summary>Only tickets of this customer; null for all.</summary>
    public string? Customer { get; init; }

    /// <summary>Only tickets in one of these statuses; empty for all.</summary>
    public ImmutableArray<TicketStatus> Statuses { get; init; } = [];

    /// <summary>Only tickets of this assignee; null for all.</summary>
    public string? Assignee { get; init; }

    /// <summary>Only tickets in their queue.</summary>
    public bool InQueue { get; init; }
}

/// <summary>Reads tickets without their grains: lists, conversations and charges. The caller has checked that the reader can see them.</summary>
public sealed class TicketQueries(IJournalReader journal)
{
    /// <summary>The key of the ticket with a number; null if there is none.</summary>
    public async Task<TicketId?> FindAsync(long number) =>
        await journal.FindCardByRankAsync(CardKinds.Ticket, number) is { } card ? new TicketId(card.GrainKey) : null;

    /// <summary>A page of a list, the newest ticket first.</summary>
    /// <param name="filter">Which tickets.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="after">Return those after this position; null for the beginning.</param>
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
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<TicketCard>> NewestAsync(TicketFilter filter, int limit) =>
        (await PageAsync(filter, limit, after: null)).Views();

    /// <summary>All tickets in a queue, unordered.</summary>
    public async Task<ImmutableArray<TicketCard>> InQueueOfAsync(string desk) =>
        [.. (await journal.ReadDeskAsync(desk)).Select(card => StateJson.Read<TicketCard>(card.Card.Body))];

    /// <summary>A page of the conversation, oldest first; staff texts are included for staff only.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="after">Return messages after this id; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<ConversationMessage>> MessagesAfterAsync(
        TicketId ticket,
        Actor reader,
        long after,
        int limit
    ) => Conversation.ReadAsync(journal, ticket, reader, after, limit);

    /// <summary>The newest messages before one, oldest first; internal notes are included for staff only.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="before">Return messages before this id.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<ConversationMessage>> MessagesBeforeAsync(
        TicketId ticket,
        Actor reader,
        long before,
        int limit
    ) => Conversation.ReadBeforeAsync(journal, ticket, reader, before, limit);

    /// <summary>One message; null if there is none that the reader can see.</summary>
    public async Task<ConversationMessage?> FindMessageAsync(TicketId ticket, Actor reader, long message) =>
        Conversation
            .MessagesAmong(await journal.ReadHistoryRowsAsync(ticket.Value, [message]))
            .FirstOrDefault(found => reader.IsStaff || !found.Internal);

    /// <summary>The newest public message by someone else after a message; null if there is none.</summary>
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

    /// <summary>The explanation of all charges and refunds of a ticket, and of any waiting charge.</summary>
    public Task<ChargeExplanation> ChargesAsync(TicketView ticket) => ChargeHistory.ReadAsync(journal, ticket);
}
