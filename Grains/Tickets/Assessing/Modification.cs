using Tallydesk.Amounts;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>A free minor modification that is being taken from the license's quota (Policy E3).</summary>
/// <param name="Operation">Its operation key, made of ticket and revision.</param>
/// <param name="Command">What staff said.</param>
/// <param name="Balance">The customer's balance then; null when the account did not answer.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The command behind it.</param>
public sealed record PendingModification(
    string Operation,
    AssessTicket Command,
    CreditAmount? Balance,
    DateTimeOffset Since,
    Origin Origin
);

/// <summary>A free minor modification that is on its way back to the license's quota (Policy E3).</summary>
/// <param name="Operation">Its operation key.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The command behind it.</param>
public sealed record PendingReturn(string Operation, DateTimeOffset Since, Origin Origin)
{
    /// <summary>Whether the command was refused: then it keeps no answer, and its id can be used again.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>A free minor modification is asked for at the license (Policy E3).</summary>
[Stored("modificationRequested")]
internal sealed record ModificationRequested(PendingModification Modification) : TicketEvent;

/// <summary>What staff said is refused after the license was asked: it had none left, and a price is needed (Policy E3).</summary>
[Stored("modificationRefused")]
internal sealed record ModificationRefused(string Operation) : TicketEvent;

/// <summary>The license gave one, and the assessment does without: it is on its way back (Policy E3).</summary>
[Stored("modificationUnused")]
internal sealed record ModificationUnused(PendingReturn Return) : TicketEvent;

/// <summary>The free minor modification is back in the month it was taken from (Policy E3).</summary>
[Stored("modificationGivenBack")]
internal sealed record ModificationGivenBack(string Operation) : TicketEvent;
