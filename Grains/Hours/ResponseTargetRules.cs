using System.Collections.Immutable;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Hours;

/// <summary>Until when VIP care promises an answer to a message (Policy E2, H1).</summary>
internal static class ResponseTargetRules
{
    /// <summary>
    /// Until when an answer to an unanswered message is due; null where none is promised, or not yet. The clock starts when
    /// the message was asked under care or, for care that began meanwhile, with the care (Policy B9, E2), and goes on when
    /// the care ends, since nothing turns to the customer's disadvantage (B1).
    /// </summary>
    /// <param name="asked">When the message was asked.</param>
    /// <param name="care">The license's care.</param>
    /// <param name="terms">What the policy promised, oldest first, at least one.</param>
    /// <param name="now">The instant it is looked at.</param>
    public static DateTimeOffset? DueAt(
        DateTimeOffset asked,
        ImmutableArray<CareRun> care,
        ImmutableArray<AnswerTerms> terms,
        DateTimeOffset now
    )
    {
        if (care.FirstOrDefault(run => run.End > asked) is not { } run || run.Start > now)
        {
            return null;
        }

        return DueAt(asked > run.Start ? asked : run.Start, terms);
    }

    /// <summary>
    /// The due instant of a clock: counted by the terms it started under, and recalculated under all later ones that found it
    /// running, though never to before their change (Policy H1). What was breached before a change stays as it was.
    /// </summary>
    /// <param name="start">When the clock started.</param>
    /// <param name="terms">What the policy promised, oldest first, at least one.</param>
    public static DateTimeOffset DueAt(DateTimeOffset start, ImmutableArray<AnswerTerms> terms)
    {
        var first = terms.LastOrDefault(promised => promised.From <= start) ?? terms[0];
        var due = WorkingHours.Deadline(first.Calendar, start, TimeSpan.FromHours(first.WorkingHours));
        foreach (var changed in terms.Where(promised => promised.From > start && promised != first))
        {
            if (due < changed.From)
            {
                break;
            }

            due = WorkingHours.Moved(changed.Calendar, changed.From, start, TimeSpan.FromHours(changed.WorkingHours));
        }

        return due;
    }
}
