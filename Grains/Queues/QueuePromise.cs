using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>A ticket's place and promise, seen at an instant.</summary>
internal static class QueuePromise
{
    /// <summary>
    /// The ticket in its place. The tier follows the license's care as it stands now (Policy B9, E1), and so does the
    /// answer that is promised (Policy E2).
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

    /// <summary>The next instant after now at which care begins or ends; null for never.</summary>
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
