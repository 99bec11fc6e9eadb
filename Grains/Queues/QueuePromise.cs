using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>What VIP care promises for a ticket, seen at an instant.</summary>
internal static class QueuePromise
{
    /// <summary>
    /// The ticket in its place. The tier follows the license's care now (Policy B9, E1). An answer is due by the working
    /// hours (Policy E2) for a message that waited under care; the clock starts when it was asked or, for care bought
    /// meanwhile, with the care, and goes on when the care ends, since nothing turns to the customer's disadvantage (B1).
    /// </summary>
    public static QueueItem ItemOf(TicketCard card, SupportPolicy policy, DateTimeOffset now) =>
        new(card, IsVip(card, now), DueAt(card, policy, now));

    /// <summary>The next instant after now at which the ticket's place or promise changes by itself; null for never.</summary>
    public static DateTimeOffset? NextTurn(TicketCard card, DateTimeOffset now) =>
        card.CareStart > now ? card.CareStart
        : card.CareEnd > now ? card.CareEnd
        : null;

    private static bool IsVip(TicketCard card, DateTimeOffset now) => card.CareStart <= now && now < card.CareEnd;

    private static DateTimeOffset? DueAt(TicketCard card, SupportPolicy policy, DateTimeOffset now)
    {
        if (card.WaitingSince is not { } asked || card.CareStart is not { } care || care > now)
        {
            return null;
        }

        var starts = asked > care ? asked : care;
        return starts < card.CareEnd
            ? WorkingHours.Deadline(policy.Calendar, starts, TimeSpan.FromHours(policy.Care.AnswerWithinWorkingHours))
            : null;
    }
}
