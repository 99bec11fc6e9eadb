using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>The views of a ticket: pure functions of its state.</summary>
internal static class TicketProjections
{
    /// <summary>The card for lists and the queue.</summary>
    public static TicketCard CardOf(Ticket ticket, TicketId id, long version)
    {
        var care = CareRun.Of(ticket.Coverage).FirstOrDefault(run => run.End > ticket.AskedAt);
        var newest = ticket.Proposed ?? ticket.Agreed;
        return new()
        {
            Id = id,
            Number = ticket.Number,
            Version = version,
            Status = ticket.Status,
            Desk = ticket.Desk,
            InQueue = ticket.IsLive,
            Subject = ticket.Subject,
            Customer = ticket.Customer,
            CustomerName = ticket.CustomerName,
            License = ticket.License,
            Edition = ticket.Edition,
            AskedAt = ticket.AskedAt,
            WaitingSince = ticket.WaitingSince,
            Urgent = ticket.Urgent,
            CareStart = care?.Start,
            CareEnd = care?.End,
            Coverage = CoverageWhenAsked(ticket),
            Category = newest?.Category,
            Price = newest?.Price,
            Charged = ticket.Charged,
            Assignee = ticket.Assignee,
            ChangedAt = ticket.ChangedAt,
            ShownSeq = ticket.ShownSeq,
        };
    }

    /// <summary>The card's row in the database.</summary>
    public static Card StoredCardOf(Ticket ticket, TicketId id, long version) =>
        new(CardKinds.Ticket, ticket.Number, StateJson.Write(CardOf(ticket, id, version)))
        {
            Customer = ticket.Customer.Value,
            Desk = ticket.IsLive ? ticket.Desk : null,
            Status = StoredNames.Of(ticket.Status),
            Assignee = ticket.Assignee?.Id,
            PendingSince = ticket.PendingSince,
            SolvedSince = ticket.Status == TicketStatus.Solved ? ticket.EndedAt ?? ticket.ChangedAt : null,
        };

    /// <summary>The result of a command.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="version">Its version.</param>
    /// <param name="account">The customer's current account; null if unknown, or if nothing is to be paid.</param>
    public static TicketReceipt Receipt(Ticket ticket, long version, AccountView? account) =>
        new(ticket.Number, version, ticket.Status, ticket.Charged)
        {
            Assessment = Newest(ticket),
            Shortage = ShortageOf(ticket, account),
        };

    /// <summary>The response to opening a ticket, stored for repeats.</summary>
    public static TicketOpening OpeningOf(Ticket ticket) =>
        new(ticket.License, ticket.AskedAt, CoverageWhenAsked(ticket), ticket.Coverage.End);

    /// <summary>The ticket as an actor can see it.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="id">Its grain id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="actor">The viewer.</param>
    /// <param name="account">The customer's current account; null if unknown, or if nothing is to be paid.</param>
    public static TicketView View(Ticket ticket, TicketId id, long version, Actor actor, AccountView? account)
    {
        var newest = Newest(ticket);
        return new()
        {
            Id = id,
            Number = ticket.Number,
            Version = version,
            Status = ticket.Status,
            Customer = ticket.Customer,
            CustomerName = ticket.CustomerName,
            License = ticket.License,
            Edition = ticket.Edition,
            Desk = ticket.Desk,
            Subject = ticket.Subject,
            AskedAt = ticket.AskedAt,
            CoverageWhenAsked = CoverageWhenAsked(ticket),
            CoveredUntil = ticket.Coverage.End,
            CategoryHint = ticket.CategoryHint,
            PreAgreedUpTo = ticket.PreAgreedUpTo,
            Category = newest?.Category,
            Revision = newest?.Revision,
            Price = newest?.Price,
            Assessment = newest,
            Agreed = ticket.Agreed?.View(AssessmentState.Agreed),
            Charged = ticket.Charged,
            ChargeInFlight = ticket.Settlement is not null,
            Shortage = ShortageOf(ticket, account),
            Assignee = ticket.Assignee?.SeenBy(actor),
            Urgent = ticket.Urgent,
            UrgencyReason = actor.IsStaff ? ticket.UrgencyReason : null,
            WaitingSince = actor.IsStaff ? ticket.WaitingSince : null,
            Parent = ticket.Parent,
            Chat = ticket.Chat,
            RepliesTo = ticket.RepliesTo,
            Splits = ticket.Splits,
            Outcome = ticket.Outcome,
            ResolutionNote = ticket.ResolutionNote,
            FollowUps = [.. ticket.FollowUps.Select(followUp => followUp.Number)],
            EndedAt = ticket.EndedAt,
            MergedInto = ticket.MergedInto,
            Merged = ticket.Duplicates,
            FixedIn = ticket.FixedIn,
        };
    }

    /// <summary>Whether there is a release with a fix and the license has no upgrade subscription for it (Policy G2).</summary>
    public static bool FixNeedsSubscription(Ticket ticket, LicenseCoverage license, DateTimeOffset now) =>
        ticket.FixedIn is not null && !license.UpgradeSubscription.IsActiveAt(now);

    /// <summary>Credits that a price to accept or a waiting charge still needs; 0 if there is neither.</summary>
    public static CreditAmount ToPay(Ticket ticket) =>
        ticket.Proposed is { } proposed
            ? CreditAmount.Max(CreditAmount.Zero, proposed.Price - ticket.Charged)
            : ticket.Waiting?.Required ?? CreditAmount.Zero;

    /// <summary>The assessment that waits for a decision, otherwise the one in force; null if there is none.</summary>
    public static AssessmentView? Newest(Ticket ticket) =>
        ticket.Proposed?.View(AssessmentState.Proposed) ?? ticket.Agreed?.View(AssessmentState.Agreed);

    /// <summary>A ticket's missing credits. If its charge is no longer waiting, it was paid and the ticket is about to be notified: nothing is missing.</summary>
    private static Shortage? ShortageOf(Ticket ticket, AccountView? account)
    {
        var required = ToPay(ticket);
        return
            required > CreditAmount.Zero
            && account is not null
            && (ticket.Proposed is not null || account.HasWaiting(ticket.Number))
            ? Shortage.Of(required, account.Balance, account.WaitingBefore(ticket.Number))
            : null;
    }

    private static CoverageBasis CoverageWhenAsked(Ticket ticket) =>
        CoverageRules.Decide(ticket.Coverage, ticket.AskedAt, Category.Question).Basis;
}

/// <summary>How hubs show people.</summary>
public static class BoardProjection
{
    /// <summary>An engineer as hubs show them; the id is empty for viewers who can't see it.</summary>
    public static BoardAssignee Of(Assignee engineer)
    {
        ArgumentNullException.ThrowIfNull(engineer);
        return new(engineer.Id ?? "", engineer.Name);
    }
}
