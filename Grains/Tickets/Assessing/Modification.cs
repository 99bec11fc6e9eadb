using Tallydesk.Amounts;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>A free minor modification that is being requested from the license's quota (Policy E3).</summary>
/// <param name="Operation">Its operation key, derived from ticket and revision.</param>
/// <param name="Command">The assessment by staff.</param>
/// <param name="Balance">The customer's balance at the time; null if the account did not respond.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingModification(
    string Operation,
    AssessTicket Command,
    CreditAmount? Balance,
    DateTimeOffset Since,
    Origin Origin
);

/// <summary>A free minor modification that is being returned to the license's quota (Policy E3).</summary>
/// <param name="Operation">Its operation key.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingReturn(string Operation, DateTimeOffset Since, Origin Origin)
{
    /// <summary>Whether the command was refused: then no result is stored, and its id can be reused.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>A free minor modification was requested from the license (Policy E3).</summary>
[Stored("modificationRequested")]
internal sealed record ModificationRequested(PendingModification Modification) : TicketEvent;

/// <summary>The assessment was refused after the license had none left and a price is needed (Policy E3).</summary>
[Stored("modificationRefused")]
internal sealed record ModificationRefused(string Operation) : TicketEvent;

/// <summary>The license provided one, but the assessment doesn't need it: it is being returned (Policy E3).</summary>
[Stored("modificationUnused")]
internal sealed record ModificationUnused(PendingReturn Return) : TicketEvent;

/// <summary>The free minor modification was returned to its month's quota (Policy E3).</summary>
[Stored("modificationGivenBack")]
internal sealed record ModificationGivenBack(string Operation) : TicketEvent;
