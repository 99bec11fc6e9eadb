namespace Tallydesk.Tickets;

/// <summary>The status of a ticket.</summary>
public enum TicketStatus
{
    /// <summary>Not assessed yet.</summary>
    New,

    /// <summary>Assessed; the customer has to accept the price (Policy D2).</summary>
    AwaitingConsent,

    /// <summary>Accepted; the charge waits for credits (Policy D5).</summary>
    AwaitingCredits,

    /// <summary>Accepted and paid, or free: waiting for staff.</summary>
    Open,

    /// <summary>Answered: waiting for the customer.</summary>
    Pending,

    /// <summary>Solved; closes after the number of days in the policy.</summary>
    Solved,

    /// <summary>Closed.</summary>
    Closed,

    /// <summary>Withdrawn by the customer.</summary>
    Withdrawn,

    /// <summary>Merged into another ticket.</summary>
    Merged,

    /// <summary>Beyond support: referred to custom development.</summary>
    ReferredToCustomDevelopment,
}

/// <summary>How the work on a ticket ended (Policy D12).</summary>
public enum TicketOutcome
{
    /// <summary>Solved.</summary>
    Solved,

    /// <summary>A duplicate of another ticket: costs nothing.</summary>
    Duplicate,

    /// <summary>Can't be solved; a charge stays.</summary>
    CannotBeSolved,

    /// <summary>Work beyond support; nothing is charged that was not accepted before.</summary>
    ReferredToCustomDevelopment,
}

/// <summary>A customer's decision on an assessment.</summary>
public enum ConsentDecision
{
    /// <summary>Accepted: the credits can be charged.</summary>
    Accept,

    /// <summary>Declined.</summary>
    Decline,
}
