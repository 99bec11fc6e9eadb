using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <inheritdoc cref="ISupportPolicyGrain"/>
internal sealed class SupportPolicyGrain(
    [PersistentState("policy")] IPersistentState<PolicyVersions> stored,
    TimeProvider clock
) : Grain, ISupportPolicyGrain
{
    /// <inheritdoc/>
    public Task<SupportPolicy?> CurrentAsync(Actor actor, string? held)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var current = stored.State.InForce?.Policy;
        return Task.FromResult(current?.Version == held ? null : current);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<AnswerTerms>> AnswerTermsAsync(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult<ImmutableArray<AnswerTerms>>([.. stored.State.All.Select(version => version.Terms())]);
    }

    /// <inheritdoc/>
    public Task<Answer<SupportPolicy>> VersionAsync(Actor actor, string version)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult<Answer<SupportPolicy>>(
            stored.State.Find(version)?.Policy is { } policy
                ? policy
                : new Refusal(RefusalCode.NotFound, $"There is no policy version {version}.")
        );
    }

    /// <inheritdoc/>
    public Task<Answer<PolicyVersionList>> VersionsAsync(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult<Answer<PolicyVersionList>>(
            actor.IsLead
                ? new PolicyVersionList(
                    stored.State.InForce?.Policy.Version ?? "",
                    [.. stored.State.All.Select(version => version.View())]
                )
                : new Refusal(RefusalCode.Forbidden, "Leads and admins see the versions of the policy.")
        );
    }

    /// <inheritdoc/>
    public async Task<Answer<PolicyVersionView>> AdoptAsync(CommandContext context, SupportPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Actor.Role != Role.Admin)
        {
            return new Refusal(RefusalCode.Forbidden, "An admin puts a policy in force.");
        }

        // What comes over the wire has the right types; whether it makes sense is judged here as well as at the edge.
        var valid = PolicyDocument.Parse(PolicyDocument.Write(policy));
        if (!valid.Ok)
        {
            return valid.Refusal;
        }

        var version = VersionBy(context.Actor, valid.Value, PolicySource.Admin);
        var saved = await SaveAsync(stored.State.Adopt(version, context.Id));
        return saved.Ok ? (saved.Value.BroughtBy(context.Id) ?? saved.Value.InForce!).View() : saved.Refusal;
    }

    /// <inheritdoc/>
    public async Task<Answer<SupportPolicy>> BeginAsync(Actor actor, SupportPolicy policy, PolicySource source)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Role != Role.System)
        {
            return new Refusal(RefusalCode.Forbidden, "Only a starting silo brings a policy this way.");
        }

        var saved = await SaveAsync(stored.State.Begin(VersionBy(actor, policy, source)));
        return saved.Ok ? saved.Value.InForce!.Policy : saved.Refusal;
    }

    private PolicyVersion VersionBy(Actor actor, SupportPolicy policy, PolicySource source) =>
        PolicyVersion.By(actor, policy, source, clock.GetUtcNow());

    private async Task<Answer<PolicyVersions>> SaveAsync(Answer<PolicyVersions> decided)
    {
        var committed = stored.State;
        if (decided.Ok && decided.Value != committed)
        {
            try
            {
                stored.State = decided.Value;
                await stored.WriteStateAsync();
            }
            catch
            {
                // Whether the write arrived is unknown: the next activation reads what is on disk.
                stored.State = committed;
                DeactivateOnIdle();
                throw;
            }
        }

        return decided;
    }
}
