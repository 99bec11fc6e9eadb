using System.Collections.Immutable;
using Tallydesk.Identity;

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
            known = newer.Place > (known?.Place ?? 0) ? newer : known;
        }
    }
}
