using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tallydesk.Identity;

namespace Tallydesk.Policy;

/// <summary>Holds the policy in force for a whole process, and asks for a newer one every two seconds.</summary>
internal sealed partial class SupportPolicyCache(
    IGrainFactory grains,
    TimeProvider clock,
    ILogger<SupportPolicyCache> logger
) : ISupportPolicySource
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private volatile Known? known;

    /// <inheritdoc/>
    public SupportPolicy Current => Read.Policy;

    /// <inheritdoc/>
    public ImmutableArray<AnswerTerms> AnswerTerms => Read.Terms;

    private Known Read => known ?? throw new InvalidOperationException("The support policy has not been read yet.");

    private ISupportPolicyGrain Grain => grains.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);

    /// <summary>Brings the document this silo starts with and takes over the policy that is in force then.</summary>
    /// <returns>Null, or the sentence that says why the silo can't start.</returns>
    internal async Task<string?> BeginAsync(PolicyAtStart start)
    {
        var answer = await Grain.BeginAsync(Actor.Desk, start.Policy, start.Source);
        if (answer.Ok)
        {
            await KnowAsync(answer.Value);
        }

        return answer.Ok ? null : PolicyAtStart.Because(start.Source, answer.Refusal.Detail);
    }

    /// <summary>Takes over a newer policy, if there is one.</summary>
    internal async Task RefreshAsync()
    {
        if (await Grain.CurrentAsync(Actor.Desk, known?.Policy.Version) is { } policy)
        {
            await KnowAsync(policy);
        }
    }

    /// <summary>Refreshes until cancelled. While the policy can't be read, the one that is known stays.</summary>
    internal async Task KeepFreshAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop);
                await RefreshAsync();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps the policy from being read now, the next round tries again.
            catch (Exception unreadable)
#pragma warning restore CA1031
            {
                PolicyNotRead(logger, unreadable);
            }
        }
    }

    private async Task KnowAsync(SupportPolicy policy) => known = new(policy, await Grain.AnswerTermsAsync(Actor.Desk));

    [LoggerMessage(3101, LogLevel.Warning, "The support policy could not be read; the version known so far stays.")]
    private static partial void PolicyNotRead(ILogger logger, Exception unreadable);

    private sealed record Known(SupportPolicy Policy, ImmutableArray<AnswerTerms> Terms);
}
