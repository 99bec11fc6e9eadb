using System.Collections.Immutable;
using Orleans.Storage;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Policy;

/// <summary>Caches the policy in force for a process. It is notified of a newer version, and polls every two seconds.</summary>
public sealed class SupportPolicyCache(IGrainFactory grains) : ISupportPolicySource, ISupportPolicyFollower
{
    private readonly Lock changing = new();
    private volatile PolicyInForce? known;
    private ISupportPolicyFollower? self;

    /// <inheritdoc/>
    public SupportPolicy Current => Read.Policy;

    /// <inheritdoc/>
    public ImmutableArray<AnswerTerms> AnswerTerms => Read.Terms;

    private PolicyInForce Read =>
        known ?? throw new InvalidOperationException("The support policy has not been read yet.");

    private ISupportPolicyGrain Grain => grains.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);

    /// <summary>
    /// Takes over the stored policy, or on a new desk the document this silo starts with. It reads the database and calls no
    /// grain: calls for the silo's own grains arrive as soon as it is active, and they need a policy.
    /// </summary>
    /// <returns>Null, or the sentence that says why the silo can't start.</returns>
    internal async Task<string?> LoadAsync(PolicyAtStart start, IGrainStorage states, DateTimeOffset now)
    {
        var stored = new GrainState<PolicyVersions>(new());
        await states.ReadStateAsync(StoredNames.Of(typeof(PolicyVersions)), Grain.GetGrainId(), stored);
        if (stored is { RecordExists: true, State: { } versions } && versions.ToInForce() is { } inForce)
        {
            Know(inForce);
            return null;
        }

        var first = new PolicyVersions().Begin(PolicyVersion.By(Actor.Desk, start.Policy, start.Source, now));
        if (!first.Ok)
        {
            return PolicyAtStart.Because(start.Source, first.Refusal.Detail);
        }

        // Not published yet, so any version that is takes its place.
        Know(first.Value.ToInForce()! with { Place = 0 });
        return null;
    }

    /// <summary>Brings the document this silo starts with and takes over the policy that is in force then.</summary>
    /// <returns>Null, or the sentence that says why the silo can't start.</returns>
    internal async Task<string?> BeginAsync(PolicyAtStart start)
    {
        var answer = await Grain.BeginAsync(Actor.Desk, start.Policy, start.Source);
        if (answer.Ok)
        {
            await RefreshAsync();
        }

        return answer.Ok ? null : PolicyAtStart.Because(start.Source, answer.Refusal.Detail);
    }

    /// <summary>Takes over a newer policy, if there is one.</summary>
    public async Task RefreshAsync()
    {
        self ??= grains.CreateObjectReference<ISupportPolicyFollower>(this);
        if (await Grain.FollowAsync(self, known?.Place ?? 0) is { } newer)
        {
            Know(newer);
        }
    }

    /// <inheritdoc/>
    public Task OnPolicyAsync(PolicyInForce inForce)
    {
        Know(inForce);
        return Task.CompletedTask;
    }

    /// <summary>Applies a version unless a newer one has arrived.</summary>
    private void Know(PolicyInForce newer)
    {
        lock (changing)
        {
            known = known is null || newer.Place > known.Place ? newer : known;
        }
    }
}
