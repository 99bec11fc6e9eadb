using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <inheritdoc cref="ISupportPolicyGrain"/>
internal sealed class SupportPolicyGrain(JournalServices services)
    : StoredGrain<PolicyVersions>(services),
        ISupportPolicyGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Attention = TimeSpan.FromSeconds(10);
    private readonly Dictionary<ISupportPolicyFollower, long> followers = [];

    /// <inheritdoc/>
    public Task<PolicyInForce?> FollowAsync(ISupportPolicyFollower follower, int held)
    {
        followers[follower] = Services.Time.GetTimestamp();
        return Task.FromResult(State.All.Length > held ? State.ToInForce() : null);
    }

    /// <inheritdoc/>
    public Task<Answer<SupportPolicy>> VersionAsync(Actor actor, string version)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult<Answer<SupportPolicy>>(
            State.Find(version)?.Policy is { } policy
                ? policy
                : new Refusal(RefusalCode.NotFound, $"Policy version {version} not found.")
        );
    }

    /// <inheritdoc/>
    public Task<Answer<PolicyVersionList>> VersionsAsync(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult<Answer<PolicyVersionList>>(
            actor.IsLead
                ? new PolicyVersionList(
                    State.InForce?.Policy.Version ?? "",
                    [.. State.All.Select(version => version.View())]
                )
                : new Refusal(RefusalCode.Forbidden, "Only leads and admins can see policy versions.")
        );
    }

    /// <inheritdoc/>
    public async Task<Answer<PolicyVersionView>> AdoptAsync(CommandContext context, SupportPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Actor.Role != Role.Admin)
        {
            return new Refusal(RefusalCode.Forbidden, "Only admins can publish a policy.");
        }

        // What comes over the wire has the right types; whether it makes sense is judged here as well as at the edge.
        var valid = PolicyDocument.Parse(PolicyDocument.Write(policy));
        if (!valid.Ok)
        {
            return valid.Refusal;
        }

        var hash = PolicyDocument.HashOf(valid.Value);
        var command = new RecordedCommand(context.Id.Value, hash.Bytes, Answer: null);
        if (await Services.Reader.FindCommandAsync(Key, command.Id) is { Answer: { } answer } first)
        {
            return first.IsOf(hash) ? StateJson.Read<PolicyVersionView>(answer) : Repeats.KeyReused(context.Id);
        }

        var version = VersionBy(context.Actor, valid.Value, PolicySource.Admin);
        var saved = await SaveAsync(context.Actor, State.Adopt(version, context.Id), command);
        return !saved.Ok ? saved.Refusal
            : saved.Value.BroughtBy(context.Id) is { } brought ? brought.View()
            : await RecordUnchangedAsync(context.Actor, command, saved.Value.InForce!.View());
    }

    /// <inheritdoc/>
    public async Task<Answer<SupportPolicy>> BeginAsync(Actor actor, SupportPolicy policy, PolicySource source)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor != Actor.Desk)
        {
            return new Refusal(RefusalCode.Forbidden, "Only a silo can do this when it starts.");
        }

        var saved = await SaveAsync(actor, State.Begin(VersionBy(actor, policy, source)), command: null);
        return saved.Ok ? saved.Value.InForce!.Policy : saved.Refusal;
    }

    /// <summary>The version was in force already.</summary>
    private async Task<PolicyVersionView> RecordUnchangedAsync(
        Actor actor,
        RecordedCommand command,
        PolicyVersionView inForce
    )
    {
        await RecordUnchangedAsync(actor, command with { Answer = StateJson.Write(inForce) });
        return inForce;
    }

    private PolicyVersion VersionBy(Actor actor, SupportPolicy policy, PolicySource source) =>
        PolicyVersion.By(actor, policy, source, Now);

    /// <summary>Puts a version in force, with a row that tells who did it and what held before; nothing when it was in force.</summary>
    private async Task<Answer<PolicyVersions>> SaveAsync(
        Actor actor,
        Answer<PolicyVersions> decided,
        RecordedCommand? command
    )
    {
        if (!decided.Ok || decided.Value == State)
        {
            return decided;
        }

        var next = decided.Value with { HistorySeq = State.HistorySeq + 1 };
        var happened = new PolicyAdopted(
            State.InForce?.Policy.Version,
            next.InForce!.Policy.Version,
            next.InForce.Source
        )
        {
            Policy = next.InForce.Policy,
        };
        var rows = HistoryRows.Of<object>(actor, next.InForce.At, State.HistorySeq, [happened], command);
        await WriteAsync(next, commit => commit with { History = rows });
        await TellAsync();
        return State;
    }

    /// <summary>Tells every process that follows the policy, and waits for them, though not long.</summary>
    private async Task TellAsync()
    {
        var inForce = State.ToInForce()!;
        var gone = followers.Where(follower => Services.Time.GetElapsedTime(follower.Value) > Attention).ToList();
        gone.ForEach(follower => followers.Remove(follower.Key));
        await Task.WhenAll(followers.Keys.ToList().Select(follower => TellAsync(follower, inForce)));
    }

    private async Task TellAsync(ISupportPolicyFollower follower, PolicyInForce inForce)
    {
        try
        {
            await follower.OnPolicyAsync(inForce).WaitAsync(Patience, Services.Time);
        }
#pragma warning disable CA1031 // A follower that can't be reached polls by itself.
        catch (Exception)
#pragma warning restore CA1031
        {
            followers.Remove(follower);
        }
    }
}

/// <summary>Another version of the policy came into force.</summary>
/// <param name="Before">The version that held before; null for the first.</param>
/// <param name="Version">The version that holds.</param>
/// <param name="Source">Where it came from.</param>
[Stored("policyAdopted")]
internal sealed record PolicyAdopted(string? Before, string Version, PolicySource Source)
{
    /// <summary>The document; null in rows from before it was kept here.</summary>
    public SupportPolicy? Policy { get; init; }
}
