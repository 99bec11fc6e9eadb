using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>Every version of the policy in the order they came into force; the last one is in force.</summary>
[Stored("policy")]
internal sealed record PolicyVersions : JournaledState
{
    /// <summary>The versions; a restored version appears again.</summary>
    public ImmutableArray<PolicyVersion> All { get; init; } = [];

    /// <summary>The version in force; null before the first.</summary>
    internal PolicyVersion? InForce => All is [.., var last] ? last : null;

    /// <summary>The version in force as processes hold it; null before the first.</summary>
    internal PolicyInForce? ToInForce() =>
        InForce is { } last ? new(last.Policy, [.. All.Select(version => version.Terms())], All.Length) : null;

    /// <summary>A version by its name; null when there is none.</summary>
    internal PolicyVersion? Find(string version) => All.FirstOrDefault(known => known.Policy.Version == version);

    /// <summary>What a command put in force; null when it put nothing.</summary>
    internal PolicyVersion? BroughtBy(CommandId command) => All.FirstOrDefault(known => known.Command == command.Value);

    /// <summary>
    /// Puts a version in force by a command: a new one, or an earlier one again. The one in force again changes nothing,
    /// and neither does a repeated command.
    /// </summary>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.IdempotencyKeyReused"/>,
    /// <see cref="RefusalCode.PolicyVersionTaken"/> for a known version's name over other content.
    /// </remarks>
    internal Answer<PolicyVersions> Adopt(PolicyVersion version, CommandId command)
    {
        if (BroughtBy(command) is { } brought)
        {
            return brought.IsSameAs(version) ? this : Repeats.KeyReused(command);
        }

        if (Find(version.Policy.Version) is { } known && !known.IsSameAs(version))
        {
            return Taken(version);
        }

        return InForce?.Policy.Version == version.Policy.Version
            ? this
            : this with
            {
                All = All.Add(version with { Command = command.Value }),
            };
    }

    /// <summary>A document from startup comes into force once, but the default policy never replaces another source.</summary>
    /// <remarks>Refused: <see cref="RefusalCode.PolicyVersionTaken"/> for other content.</remarks>
    internal Answer<PolicyVersions> Begin(PolicyVersion version)
    {
        if (version.Source == PolicySource.Shipped && InForce is { Source: not PolicySource.Shipped })
        {
            return this;
        }

        return Find(version.Policy.Version) is not { } known ? this with { All = All.Add(version) }
            : known.IsSameAs(version) ? this
            : Taken(version);
    }

    private static Refusal Taken(PolicyVersion version) =>
        new Refusal(
            RefusalCode.PolicyVersionTaken,
            $"Policy version {version.Policy.Version} already exists with different content. Give the changed document a new version."
        ).With("version", version.Policy.Version);
}

/// <summary>One version of the policy.</summary>
/// <param name="Policy">The document.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="At">When.</param>
/// <param name="Actor">The actor id of the publisher.</param>
internal sealed record PolicyVersion(SupportPolicy Policy, PolicySource Source, DateTimeOffset At, string Actor)
{
    /// <summary>The command that published it; null at startup.</summary>
    public string? Command { get; init; }

    /// <summary>Whether both hold the same document.</summary>
    internal bool IsSameAs(PolicyVersion other) => PolicyDocument.AreEqual(Policy, other.Policy);

    /// <summary>Its form in the list of versions.</summary>
    internal PolicyVersionView View() => new(Policy.Version, Source, At, Actor);

    /// <summary>What it promises under VIP care.</summary>
    internal AnswerTerms Terms() => new(At, Policy.Calendar, Policy.Care.AnswerWithinWorkingHours);

    /// <summary>A version that an actor publishes now.</summary>
    internal static PolicyVersion By(Actor actor, SupportPolicy policy, PolicySource source, DateTimeOffset now) =>
        new(policy, source, now, actor.Id);
}
