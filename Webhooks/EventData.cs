using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Webhooks;

/// <summary>
/// The data of an event: ids, numbers and choices, but no user text. Receivers read that through the API,
/// with a token and its rights.
/// </summary>
public sealed record EventData
{
    /// <summary>Whose it is.</summary>
    public CustomerId? CustomerId { get; init; }

    /// <summary>The license.</summary>
    public LicenseNumber? LicenseNumber { get; init; }

    /// <summary>The ticket's number.</summary>
    public long? Ticket { get; init; }

    /// <summary>The role of the actor.</summary>
    public Role? By { get; init; }

    /// <summary>The engineer's id.</summary>
    public string? Assignee { get; init; }

    /// <summary>Whether the ticket goes before others.</summary>
    public bool? Urgent { get; init; }

    /// <summary>The assessment's revision.</summary>
    public int? Revision { get; init; }

    /// <summary>The assessment's category.</summary>
    public Category? Category { get; init; }

    /// <summary>The assessment's price in credits.</summary>
    public CreditAmount? Price { get; init; }

    /// <summary>How many credits are missing.</summary>
    public CreditAmount? Missing { get; init; }

    /// <summary>How the work ended.</summary>
    public TicketOutcome? Outcome { get; init; }

    /// <summary>The ticket's number into which it was merged.</summary>
    public long? Into { get; init; }

    /// <summary>The entry's number in its account.</summary>
    public long? Entry { get; init; }

    /// <summary>The credits moved, signed as they change the balance.</summary>
    public CreditAmount? Amount { get; init; }

    /// <summary>The balance in credits, after it.</summary>
    public CreditAmount? Balance { get; init; }

    /// <summary>The threshold in credits that the balance fell below.</summary>
    public CreditAmount? Threshold { get; init; }

    /// <summary>The shop's order.</summary>
    public string? OrderId { get; init; }
}

/// <summary>What is sent to a webhook.</summary>
/// <param name="Type">What happened, such as <c>ticket.opened</c>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">What it tells.</param>
public sealed record EventBody(string Type, DateTimeOffset Timestamp, EventData Data)
{
    /// <summary>As it is sent.</summary>
    public string ToJson() => StateJson.Write(this);
}
