using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>A minor modification included in VIP care, with the time it was accepted (Policy E3).</summary>
/// <param name="Operation">Its operation key, derived from ticket and revision.</param>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="AcceptedAt">When it was accepted; it decides the month.</param>
internal sealed record FreeModification(string Operation, long Ticket, DateTimeOffset AcceptedAt);

/// <summary>Free minor modifications under VIP care: so many a month, and none left over for the next (Policy E3, I6).</summary>
internal static class ModificationQuotaRules
{
    /// <summary>The quota of the month of care that an instant lies in; null without care (Policy E3).</summary>
    public static ModificationQuota? QuotaAt(
        LicenseCoverage coverage,
        ImmutableArray<FreeModification> taken,
        CareTerms terms,
        DateTimeOffset now
    )
    {
        if (CareRun.Of(coverage).FirstOrDefault(run => run.Contains(now)) is not { } care)
        {
            return null;
        }

        var month = CareMonth.Of(care, now);
        return new(
            month.Start,
            month.End,
            terms.MinorModificationsPerMonth,
            taken.Count(modification => month.Contains(modification.AcceptedAt))
        );
    }

    /// <summary>Takes one of the month of acceptance; two that race for the last one come one after the other here (Policy E3, I6).</summary>
    public static Answer<Decision<LicenseEvent>> Take(
        License license,
        CommandContext context,
        TakeModification command,
        CareTerms terms,
        DateTimeOffset now
    )
    {
        if (license.Issue is not { } issue || !context.Actor.Sees(issue.Customer))
        {
            return LicenseRules.NotFound;
        }

        if (QuotaAt(license.Coverage, license.Modifications, terms, now) is not { } quota)
        {
            return new Refusal(RefusalCode.PriceRequired, "VIP care has ended. Enter a price.");
        }

        return quota.HasMore
            ? Decision<LicenseEvent>.Of(new ModificationTaken(new(context.Id.Value, command.Ticket, now)))
            : new Refusal(
                RefusalCode.PriceRequired,
                $"{quota.Used} of {quota.Allowed} free minor modifications this month are used. Enter a price."
            )
                .With("allowed", quota.Allowed)
                .With("used", quota.Used);
    }

    /// <summary>Gives one back to the month it was taken from (Policy E3). Again changes nothing.</summary>
    public static Answer<Decision<LicenseEvent>> Return(License license, Actor actor, ReturnModification command)
    {
        if (license.Issue is not { } issue || !actor.Sees(issue.Customer))
        {
            return LicenseRules.NotFound;
        }

        return license.Modifications.Any(taken => taken.Operation == command.Modification)
            ? Decision<LicenseEvent>.Of(new ModificationReturned(command.Modification))
            : Decision<LicenseEvent>.Nothing;
    }
}
