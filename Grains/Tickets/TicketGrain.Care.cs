using Tallydesk.Identity;
using Tallydesk.Licensing;

namespace Tallydesk.Tickets;

/// <content>What a ticket learns of its license as it stands, beside what it keeps from its opening (Policy B1, E2).</content>
internal sealed partial class TicketGrain
{
    /// <summary>What the license covers as it stands.</summary>
    private async Task<LicenseCoverage> CoverageNowAsync()
    {
        var license = await License.ViewAsync(Actor.Desk);
        return license.Ok ? license.Value.Coverage : State.Coverage;
    }

    /// <summary>The same, without asking where the edition knows neither period nor care.</summary>
    private Task<LicenseCoverage> IntervalsNowAsync() =>
        State.Coverage.Intervals.IsEmpty && !BoughtCoverageRules.IsCovered(policy.Current, State.Edition)
            ? Task.FromResult(State.Coverage)
            : CoverageNowAsync();

    /// <summary>The license's care, where an actor's doing may be an answer that it promised; else none.</summary>
    private async Task<CareNow> CareToAnswerAsync(Actor actor) =>
        actor.IsStaff && State.WaitingSince is not null ? CareOf(await IntervalsNowAsync()) : CareNow.None;

    private CareNow CareOf(LicenseCoverage coverage) => new(CareRun.Of(coverage), policy.AnswerTerms);
}
