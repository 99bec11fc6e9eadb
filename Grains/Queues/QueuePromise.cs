using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>A ticket's place and response target at a point in time.</summary>
internal static class QueuePromise
{
    /// <summary>
    /// The queue item of a ticket. The tier follows the license's current VIP care (Policy B9, E1), and so does the
    /// response target (Policy E2).
    /// </summary>
    public static QueueItem ItemOf(
        TicketCard card,
        ImmutableArray<CareRun> care,
        ImmutableArray<AnswerTerms> terms,
        DateTimeOffset now
    ) =>
        new(
            card,
            care.Any(run => run.Contains(now)),
            card.WaitingSince is { } asked ? ResponseTargetRules.DueAt(asked, care, terms, now) : null
        );

    /// <summary>The next time after now when VIP care starts or ends; null for never.</summary>
    public static DateTimeOffset? NextTurn(ImmutableArray<CareRun> care, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var run in care)
        {
            if (run.Start > now && !(next <= run.Start))
            {
                next = run.Start;
            }

            if (run.End > now && !(next <= run.End))
            {
                next = run.End;
            }
        }

        return next;
    }
}
