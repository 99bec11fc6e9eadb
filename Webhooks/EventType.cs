using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Webhooks;

/// <summary>A type of webhook event.</summary>
/// <param name="Name">Its name, such as <c>ticket.opened</c>.</param>
/// <param name="Meaning">What happened, in a sentence.</param>
/// <param name="Trail">Where its rows stand.</param>
/// <param name="Kind">The kind of its rows.</param>
/// <param name="Tell">The event data of a row; null if it is not an event.</param>
public sealed record EventType(string Name, string Meaning, string Trail, string Kind, Func<Happening, EventData?> Tell)
{
    /// <summary>The scope that reads what it tells: that of the area which its name begins with.</summary>
    public string Scope => Scopes.ReadOf($"{Name.Split('.')[0].TrimEnd('s')}s");

    /// <summary>The name of what is sent to try a webhook.</summary>
    public const string Tried = "webhook.tried";

    /// <summary>All events that webhooks can receive, in documentation order.</summary>
    public static ImmutableArray<EventType> All { get; } =
    [
        Of<CustomerCreated>("customer.created", "A customer was created.", Customer),
        Of<CustomerChanged>("customer.changed", "A customer's name, address or time zone changed.", Customer),
        Of<LicenseRegistered>(
            "license.registered",
            "A license was registered, and its credits were granted.",
            (row, happened) => new() { CustomerId = new(row.Subject), LicenseNumber = happened.Number }
        ),
        Of<RevocationFinished>(
            "license.revoked",
            "A license was revoked, and its unspent credits were voided.",
            (row, happened) => new() { CustomerId = new(row.Subject), LicenseNumber = happened.Number }
        ),
        Of<CoverageBought>(
            "license.coverageBought",
            "A support period or VIP care was bought for a license.",
            (row, happened) => License(row) with { OrderId = happened.Order.OrderId }
        ),
        Of<TicketOpened>(
            "ticket.opened",
            "A ticket was opened: by the customer, on their behalf, by a split, or from a chat.",
            (row, _) => Ticket(row)
        ),
        Of<MessagePosted>(
            "ticket.replied",
            "Another public message was posted. Notes, and messages that a split or a chat copied, don't trigger this event.",
            (row, happened) =>
                happened.At.ToUnixTimeMilliseconds() > row.BornAt
                    ? Ticket(row) with
                    {
                        By = happened.Author.Role,
                    }
                    : null
        ),
        Of<TicketAssigned>(
            "ticket.assigned",
            "The ticket was claimed by or assigned to an engineer.",
            (row, happened) => Ticket(row) with { Assignee = happened.Assignee.Id }
        ),
        Of<TicketReleased>("ticket.released", "The ticket has no assignee anymore.", (row, _) => Ticket(row)),
        Of<UrgencyChanged>(
            "ticket.urgencyChanged",
            "The ticket was flagged as urgent, or the flag was removed.",
            (row, happened) => Ticket(row) with { Urgent = happened.Urgent }
        ),
        Of<AssessmentProposed>(
            "ticket.priced",
            "The ticket got a price, and the customer was asked to accept it.",
            (row, happened) => Assessed(row, happened.Assessment)
        ),
        Of<AssessmentAgreed>(
            "ticket.agreed",
            "A price took effect: the customer accepted or pre-approved it, or did not need to.",
            (row, happened) => Assessed(row, happened.Assessment)
        ),
        Of<AssessmentDeclined>(
            "ticket.declined",
            "The customer declined a price.",
            (row, happened) => Ticket(row) with { Revision = happened.Revision }
        ),
        Of<ChargeWaits>(
            "ticket.creditsMissing",
            "The balance doesn't cover the price. The ticket waits for credits.",
            (row, happened) => Ticket(row) with { Missing = happened.Missing }
        ),
        Of<TicketResolved>(
            "ticket.resolved",
            "The ticket was resolved.",
            (row, happened) => Ticket(row) with { Outcome = happened.Outcome }
        ),
        Of<TicketWithdrawn>("ticket.withdrawn", "The customer withdrew the ticket.", (row, _) => Ticket(row)),
        Of<TicketMerged>(
            "ticket.merged",
            "The ticket was merged into another one.",
            (row, happened) => Ticket(row) with { Into = happened.Number }
        ),
        Of<TicketReopened>(
            "ticket.reopened",
            "The ticket was reopened.",
            (row, happened) => Ticket(row) with { By = happened.By.Role }
        ),
        Of<TicketClosed>("ticket.closed", "The ticket was closed.", (row, _) => Ticket(row)),
        Of<BalanceFell>(
            "credits.low",
            "The balance fell below a threshold in the policy.",
            (row, happened) => Account(row) with { Threshold = happened.Threshold, Balance = happened.Balance }
        ),
        Of(EntryKind.Grant, "credits.granted", "A license granted credits."),
        Of(EntryKind.Purchase, "credits.purchased", "Credits were purchased."),
        Of(EntryKind.Charge, "credits.charged", "Credits were charged for a ticket."),
        Of(EntryKind.Refund, "credits.refunded", "Credits were refunded for a ticket."),
        Of(EntryKind.Adjustment, "credits.adjusted", "A lead or an admin adjusted the balance."),
        Of(EntryKind.Void, "credits.voided", "Credits were voided with their license."),
    ];

    private static readonly Dictionary<(string Trail, string Kind), EventType> ByRow = All.ToDictionary(type =>
        (type.Trail, type.Kind)
    );

    /// <summary>Whether there is an event of a name.</summary>
    public static bool IsOne(string? name) => All.Any(type => type.Name == name);

    /// <summary>The first of some events that scopes don't allow to be read; null when they allow all.</summary>
    public static EventType? Beyond(ImmutableArray<string>? scopes, IEnumerable<string?> names) =>
        All.FirstOrDefault(type => names.Contains(type.Name) && !Scopes.Allow(scopes, type.Scope));

    /// <summary>The event that a row tells; null for none.</summary>
    public static EventBody? Told(Happening row) =>
        ByRow.GetValueOrDefault((row.Trail, row.Kind)) is { } type && type.Tell(row) is { } data
            ? new(type.Name, DateTimeOffset.FromUnixTimeMilliseconds(row.At), data)
            : null;

    /// <summary>The kinds of rows behind some events.</summary>
    /// <param name="trail">The trail.</param>
    /// <param name="names">The events' names.</param>
    public static ImmutableArray<string> KindsOf(string trail, IEnumerable<string> names) =>
        [.. All.Where(type => type.Trail == trail).IntersectBy(names, type => type.Name).Select(type => type.Kind)];

    private static EventType Of<THappened>(string name, string meaning, Func<Happening, THappened, EventData?> tell) =>
        new(
            name,
            meaning,
            Happening.History,
            StoredNames.Of(typeof(THappened)),
            row => tell(row, StateJson.Read<THappened>(row.Body))
        );

    private static EventType Of(EntryKind kind, string name, string meaning) =>
        new(name, meaning, Happening.Ledger, StoredNames.Of(kind), Entry);

    private static EventData Customer<THappened>(Happening row, THappened happened) =>
        new() { CustomerId = new(row.Subject) };

    private static EventData License(Happening row) =>
        new()
        {
            CustomerId = row.Customer is { } customer ? new CustomerId(customer) : null,
            LicenseNumber = new LicenseNumber(row.Subject[LicenseNumber.Prefix.Length..]),
        };

    private static EventData Account(Happening row) => new() { CustomerId = new AccountId(row.Subject).Customer };

    private static EventData Ticket(Happening row)
    {
        var card = StateJson.Read<TicketCard>(row.Card!);
        return new()
        {
            CustomerId = card.Customer,
            LicenseNumber = card.License,
            Ticket = card.Number,
        };
    }

    private static EventData Assessed(Happening row, Assessment assessment) =>
        Ticket(row) with
        {
            Revision = assessment.Revision,
            Category = assessment.Category,
            Price = assessment.Price,
        };

    private static EventData Entry(Happening row) =>
        Account(row) with
        {
            Entry = row.Seq,
            Amount = row.Amount is { } amount ? new(amount) : null,
            Balance = row.BalanceAfter is { } balance ? new(balance) : null,
            Ticket = row.Ticket,
            Revision = StateJson.Read<EntryBody>(row.Body).Revision,
        };
}
