using Tallydesk.Display;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>What the page of a ticket says after something was done.</summary>
/// <param name="Text">That it worked, and what happens next.</param>
/// <param name="IsWarning">Whether a part of it did not work.</param>
public sealed record TicketNotice(string Text, bool IsWarning = false);

/// <summary>
/// What was done, in the address of the page that follows: one of a few names. The sentence is made from the ticket as it is
/// then, so that the address carries no text, no number and no secret.
/// </summary>
internal static class TicketDone
{
    /// <summary>The customer accepted a price.</summary>
    public const string Accepted = "accepted";

    /// <summary>The customer declined a price.</summary>
    public const string Declined = "declined";

    /// <summary>The ticket was opened.</summary>
    public const string Opened = "opened";

    /// <summary>A reply was sent.</summary>
    public const string Replied = "replied";

    /// <summary>A late reply became this ticket.</summary>
    public const string FollowedUp = "followed-up";

    /// <summary>An internal note was added.</summary>
    public const string Noted = "noted";

    /// <summary>A reply was sent, and the ticket solved.</summary>
    public const string Solved = "replied-and-solved";

    /// <summary>A reply was sent; solving the ticket was refused.</summary>
    public const string Unsolved = "replied-not-solved";

    /// <summary>The page of a ticket after something was done.</summary>
    /// <param name="ticket">The ticket's number.</param>
    /// <param name="done">What was done: one of the names here, or the last part of a form's path.</param>
    public static string PathOf(long ticket, string done) => $"/tickets/{ticket}?done={done}";

    /// <summary>What the page says; null when nothing was done, or nothing is left of it.</summary>
    /// <param name="done">What was done.</param>
    /// <param name="ticket">The ticket as it is.</param>
    /// <param name="reader">Who did it.</param>
    /// <param name="policy">The policy in force.</param>
    public static TicketNotice? NoticeOf(string? done, TicketView ticket, Actor reader, SupportPolicy policy)
    {
        if (done == Unsolved && reader.IsStaff)
        {
            return new($"Your reply was sent, but the ticket was not solved. {WhyUnsolved(ticket)}", IsWarning: true);
        }

        var said = reader.IsStaff ? OfStaff(done, ticket, reader, policy) : OfCustomer(done, ticket, policy);
        return said is null ? null : new(said);
    }

    private static string? OfStaff(string? done, TicketView ticket, Actor reader, SupportPolicy policy) =>
        (done, ticket.Status) switch
        {
            ("claim", _) when ticket.Assignee?.Id == reader.Id => ticket.Assessment is null
                ? "You claimed this ticket. Assess it to set its price."
                : "You claimed this ticket.",
            ("release", _) when ticket.Assignee is null => "Ticket released. It has no assignee now.",
            ("assignee", _) when ticket.Assignee is { } assignee => $"Ticket assigned to {assignee.Name}.",
            ("urgency", _) => ticket.Urgent ? "Marked as urgent. The ticket moves up in the queue." : "Urgent flag removed.",
            ("assessments", _) when ticket.Assessment is { } assessment => OfAssessment(assessment, ticket),
            ("splits", _) when ticket.Splits is [.., var split] =>
                $"Messages moved to ticket {split.Child}. It has its own assessment and price.",
            ("waivers", _) => "Price waived. The customer pays nothing for this category.",
            ("coverage", TicketStatus.AwaitingConsent) => "Coverage applied. The customer is asked to accept the terms.",
            ("coverage", _) => "Coverage applied. The customer pays nothing for this category.",
            ("resolution", TicketStatus.Solved) => $"Ticket solved. {Closes(policy)}",
            ("resolution", TicketStatus.Closed) => "Ticket closed.",
            ("resolution", TicketStatus.ReferredToCustomDevelopment) => "Ticket referred to custom development.",
            ("closing", TicketStatus.Closed) => "Ticket closed.",
            ("reopening", TicketStatus.New) => "Ticket reopened. It has to be assessed again.",
            ("reopening", _) when TicketTable.IsLive(ticket.Status) => "Ticket reopened.",
            (Replied, TicketStatus.Pending) => "Reply sent. The ticket waits for the customer.",
            (Replied, TicketStatus.New) => "Reply sent. The ticket still has to be assessed.",
            (Replied, TicketStatus.AwaitingConsent) => "Reply sent. The customer still has to accept the price.",
            (Replied, TicketStatus.AwaitingCredits) => "Reply sent. The ticket still waits for credits.",
            (Replied, _) => "Reply sent.",
            (Noted, _) => "Note added. Only staff can see it.",
            (Solved, TicketStatus.Solved) => $"Reply sent and ticket solved. {Closes(policy)}",
            (Opened, _) => "Ticket created.",
            _ => null,
        };

    private static string? OfCustomer(string? done, TicketView ticket, SupportPolicy policy) =>
        (done, ticket.Status) switch
        {
            (Accepted, TicketStatus.AwaitingCredits) => $"Accepted. {Awaits(ticket)}",
            (Accepted, _) when ticket.Agreed is { } agreed => OfAcceptance(agreed, ticket),
            (Declined, _) => ticket.Agreed is { } kept
                ? $"Declined. The price stays at {Words.Credits(kept.Price.Value)}."
                : "Declined. Nothing was charged, and we'll get back to you.",
            (Replied, _) => "Message sent. Our answer will appear here.",
            (FollowedUp, _) => "Message sent. The earlier ticket was closed, so your message became this new ticket.",
            ("withdrawal", TicketStatus.Withdrawn) => "Ticket withdrawn. Work on it has stopped.",
            ("closing", TicketStatus.Closed) =>
                $"Ticket closed. You can reopen it within {Words.Count(policy.ReopenDays, "day")}.",
            ("reopening", _) when TicketTable.IsLive(ticket.Status) =>
                "Ticket reopened. Support continues with your ticket.",
            (Opened, _) => "Ticket created. Our answer will appear here.",
            _ => null,
        };

    private static string OfAssessment(AssessmentView assessment, TicketView ticket)
    {
        var price = Words.Credits(assessment.Price.Value);
        var assessed = $"Assessed as {Words.Of(assessment.Category)}";
        return (ticket.Status, assessment) switch
        {
            (TicketStatus.AwaitingConsent, { Price.Value: 0 }) => $"{assessed}. The customer is asked to accept the terms.",
            (TicketStatus.AwaitingConsent, _) => $"{assessed}, {price}. The customer is asked to accept the price.",
            (TicketStatus.AwaitingCredits, _) => $"{assessed}, {price}. {Awaits(ticket)}",
            (_, { Price.Value: 0 }) => $"{assessed}. The customer pays nothing.",
            _ when ticket.ChargeInFlight => $"{assessed}, {price}. The credits are being charged.",
            _ => $"{assessed}. {Words.Credits(ticket.Charged.Value)} charged.",
        };
    }

    private static string OfAcceptance(AssessmentView agreed, TicketView ticket) =>
        (agreed.Price.Value, ticket.ChargeInFlight) switch
        {
            (0, _) => "Terms accepted. Support continues with your ticket.",
            (_, true) => "Accepted. Support continues with your ticket.",
            // A later price includes what was charged before.
            _ =>
                $"{Words.Credits(ticket.Charged.Value)} charged{(agreed.Revision > 1 ? " in total" : "")}. Support continues with your ticket.",
        };

    private static string Awaits(TicketView ticket) =>
        ticket.Shortage is { Missing: { Value: > 0 } missing }
            ? $"Work starts when {Words.Count(missing.Value, "more credit arrives", "more credits arrive")}."
            : "Work starts when the missing credits arrive.";

    private static string Closes(SupportPolicy policy) =>
        $"It closes automatically in {Words.Count(policy.CloseSolvedAfterDays, "day")} unless the customer replies.";

    private static string WhyUnsolved(TicketView ticket) =>
        ticket.MergedInto is { } into ? $"It was merged into ticket {into}."
        : !TicketTable.IsLive(ticket.Status) ? $"Its status is already {Words.Of(ticket.Status)}."
        : ticket.ChargeInFlight ? "A charge is in progress. Resolve the ticket in a moment."
        : ticket.Agreed?.Category == Category.ProductBug
            ? "A product bug needs the release that fixes it. Enter it under Resolve."
        : "Resolve it under Actions.";
}
