using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>What lists of tickets can be narrowed to, beside a single status.</summary>
internal static class TicketLists
{
    /// <summary>A customer's tickets that wait for a decision, credits or a reply of theirs.</summary>
    public const string WaitingForYou = "waitingForYou";

    /// <summary>Tickets in the queue that are assigned to the reader.</summary>
    public const string Yours = "yours";

    /// <summary>The statuses in which it is the customer's turn.</summary>
    public static ImmutableArray<TicketStatus> CustomersTurn { get; } =
    [TicketStatus.AwaitingConsent, TicketStatus.AwaitingCredits, TicketStatus.Pending];

    /// <summary>What a reader can choose, with its words.</summary>
    public static ImmutableArray<(string Value, string Words)> ChoicesOf(Actor reader) =>
        [
            reader.Role == Role.Customer ? (WaitingForYou, "Waiting for you") : (Yours, "Assigned to you"),
            .. Enum.GetValues<TicketStatus>().Select(status => (StoredNames.Of(status), Display.Words.Of(status))),
        ];

    /// <summary>The tickets of a choice; a customer's finds their own tickets only.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="choice">One of <see cref="ChoicesOf"/>; null for all.</param>
    /// <param name="customer">For staff: only this customer's; null for all.</param>
    public static TicketFilter FilterOf(Actor reader, string? choice, string? customer)
    {
        var all = new TicketFilter { Customer = reader.Role == Role.Customer ? reader.Customer?.Value : customer };
        return choice switch
        {
            WaitingForYou => all with { Statuses = CustomersTurn },
            Yours => all with { Assignee = reader.Id, InQueue = true },
            null => all,
            _ => all with { Statuses = [QueryField.Find<TicketStatus>(choice)!.Value] },
        };
    }
}
