namespace Tallydesk.Tickets;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    /// <summary>Not assessed yet.</summary>
    New,

    /// <summary>Assessed; the customer's agreement is asked for (Policy D2).</summary>
    AwaitingConsent,

    /// <summary>Agreed; the charge waits for credits (Policy D5).</summary>
    AwaitingCredits,

    /// <summary>Agreed and paid for, or free: staff's turn.</summary>
    Open,

    /// <summary>Answered: the customer's turn.</summary>
    Pending,

    /// <summary>Solved; closes after the policy's days.</summary>
    Solved,

    /// <summary>Closed.</summary>
    Closed,

    /// <summary>Taken back by the customer.</summary>
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

    /// <summary>Can't be solved here; a charge stays.</summary>
    CannotBeSolved,

    /// <summary>Work beyond support; nothing is charged that was not agreed before.</summary>
    ReferredToCustomDevelopment,
}

/// <summary>A customer's decision on an assessment.</summary>
public enum ConsentDecision
{
    /// <summary>Agreed: the credits may be taken.</summary>
    Accept,

    /// <summary>Not agreed.</summary>
    Decline,
}
