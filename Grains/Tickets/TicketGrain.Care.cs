using Tallydesk.Identity;
using Tallydesk.Licensing;

namespace Tallydesk.Tickets;

/// <content>How a ticket loads its license's current state, in addition to the copy from its opening (Policy B1, E2).</content>
internal sealed partial class TicketGrain
{
    /// <summary>The license's current coverage.</summary>
    private async Task<LicenseCoverage> CoverageNowAsync()
    {
        var license = await License.ViewAsync(Actor.Desk);
        return license.Ok ? license.Value.Coverage : State.Coverage;
    }

    /// <summary>The same, without a call if the edition has neither support periods nor VIP care.</summary>
    private Task<LicenseCoverage> IntervalsNowAsync() =>
        State.Coverage.Intervals.IsEmpty && !BoughtCoverageRules.IsCovered(policy.Current, State.Edition)
            ? Task.FromResult(State.Coverage)
            : CoverageNowAsync();

    /// <summary>The license's VIP care if an actor's action may answer a message with a response target; otherwise none.</summary>
    private async Task<CareNow> CareToAnswerAsync(Actor actor) =>
        actor.IsStaff && State.WaitingSince is not null ? CareOf(await IntervalsNowAsync()) : CareNow.None;

    private CareNow CareOf(LicenseCoverage coverage) => new(CareRun.Of(coverage), policy.AnswerTerms);
}
