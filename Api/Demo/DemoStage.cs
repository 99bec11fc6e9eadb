namespace Tallydesk.Demo;

/// <summary>How far a ticket of the demo has come.</summary>
internal enum DemoStage
{
    /// <summary>Requested, but not checked yet.</summary>
    Asked,

    /// <summary>Asked, and marked as urgent by the lead.</summary>
    Urgent,

    /// <summary>An engineer has it, with an internal note.</summary>
    Claimed,

    /// <summary>The price waits for the customer's agreement.</summary>
    Priced,

    /// <summary>The customer declined the price; staff's turn again.</summary>
    Declined,

    /// <summary>Agreed, and paid for or waiting for credits.</summary>
    Agreed,

    /// <summary>Answered: waiting for the customer.</summary>
    Answered,

    /// <summary>Answered, and the customer wrote again.</summary>
    FollowedUp,

    /// <summary>Answered, and another question moved into a ticket of its own.</summary>
    Split,

    /// <summary>Solved.</summary>
    Solved,

    /// <summary>Solved, and closed by the customer.</summary>
    Closed,

    /// <summary>Closed, since it can't be solved here.</summary>
    Unsolvable,

    /// <summary>A duplicate: charged first, then refunded.</summary>
    Duplicate,

    /// <summary>Beyond support.</summary>
    Referred,

    /// <summary>Withdrawn by the customer.</summary>
    Withdrawn,
}
