using System.Collections.Immutable;
using Tallydesk.Background;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <inheritdoc cref="ILicenseGrain"/>
internal sealed class LicenseGrain(JournalServices services, ISupportPolicySource policy, Outgoing<LicenseView> changed)
    : JournaledGrain<License, LicenseEvent>(services),
        ILicenseGrain
{
    public Task<Answer<LicenseView>> IssueAsync(CommandContext context, IssueLicense command) =>
        DoAsync(
            context,
            command,
            license =>
                LicenseRules.RefuseRole(context.Actor) is { } refusal
                    ? refusal
                    : LicenseRules.Issue(license, command, Now)
        );

    public Task<Answer<LicenseView>> RevokeAsync(CommandContext context, RevokeLicense command) =>
        DoAsync(context, command, license => LicenseRules.Revoke(license, context.Actor, command, Now));

    public Task<Answer<LicenseView>> BuyCoverageAsync(CommandContext context, BuyCoverage command) =>
        DoAsync(
            context,
            command,
            license => BoughtCoverageRules.Buy(license, context.Actor, command, policy.Current, Now)
        );

    public Task<Answer<LicenseView>> ChangeUpgradeSubscriptionAsync(
        CommandContext context,
        ChangeUpgradeSubscription command
    ) => DoAsync(context, command, license => LicenseRules.ChangeUpgradeSubscription(license, context.Actor, command));

    public Task<Answer<LicenseView>> TakeModificationAsync(CommandContext context, TakeModification command) =>
        DoAsync(
            context,
            command,
            license => ModificationQuotaRules.Take(license, context, command, policy.Current.Care, Now)
        );

    public Task<Answer<LicenseView>> ReturnModificationAsync(CommandContext context, ReturnModification command) =>
        DoAsync(context, command, license => ModificationQuotaRules.Return(license, context.Actor, command));

    public Task<Answer<LicenseView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<LicenseView> answer =
            State.Issue is { } issue && actor.Sees(issue.Customer)
                ? ViewOf(State, Version) with
                {
                    RevocationReason = actor.IsStaff ? State.RevocationReason : null,
                }
                : LicenseRules.NotFound;
        return Task.FromResult(answer);
    }

    protected override License Apply(License state, LicenseEvent happened) => License.Apply(state, happened);

    protected override Card? CardOf(License state, long version) => state.StoredCard(version);

    protected override ImmutableArray<ShopOrder> OrdersOf(ImmutableArray<LicenseEvent> events) =>
        [
            .. events
                .OfType<CoverageBought>()
                .Select(bought => new ShopOrder(bought.Order.OrderId, State.Issue!.Customer)),
        ];

    protected override void Publish()
    {
        // A ticket knows its license as it was issued; only a later change is news to a queue.
        if (Version > 1)
        {
            changed.Add(State.View(Version));
        }
    }

    private Task<Answer<LicenseView>> DoAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<License, Answer<Decision<LicenseEvent>>> decide
    ) =>
        ExecuteAsync(
            context,
            command,
            (license, _) => decide(license),
            (license, _, version) => ViewOf(license, version)
        );

    /// <summary>The license with this month's quota, which its card in lists has not: that changes with time alone.</summary>
    private LicenseView ViewOf(License license, long version) =>
        license.View(version) with
        {
            Modifications = ModificationQuotaRules.QuotaAt(
                license.Coverage,
                license.Modifications,
                policy.Current.Care,
                Now
            ),
        };
}
