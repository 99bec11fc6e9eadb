using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>Every version of the policy, oldest first; the last one is in force.</summary>
internal sealed record PolicyVersions
{
    /// <summary>The versions.</summary>
    public ImmutableArray<PolicyVersion> All { get; init; } = [];

    /// <summary>The version in force; null before the first.</summary>
    internal PolicyVersion? InForce => All is [.., var last] ? last : null;

    /// <summary>A version by its name; null when there is none.</summary>
    internal PolicyVersion? Find(string version) => All.FirstOrDefault(known => known.Policy.Version == version);

    /// <summary>Puts a version in force, once: the same content again changes nothing.</summary>
    /// <remarks>Refused: <see cref="RefusalCode.PolicyVersionTaken"/> for other content.</remarks>
    internal Answer<PolicyVersions> Adopt(PolicyVersion version)
    {
        if (Find(version.Policy.Version) is not { } known)
        {
            return this with { All = All.Add(version) };
        }

        return PolicyDocument.Write(known.Policy) == PolicyDocument.Write(version.Policy)
            ? this
            : new Refusal(
                RefusalCode.PolicyVersionTaken,
                $"Policy version {version.Policy.Version} is known with other content; give the changed document a new version."
            ).With("version", version.Policy.Version);
    }

    /// <summary>What a start brings: as <see cref="Adopt"/>, though a shipped policy never displaces another kind.</summary>
    internal Answer<PolicyVersions> Begin(PolicyVersion version) =>
        version.Source == PolicySource.Shipped && InForce is { Source: not PolicySource.Shipped }
            ? this
            : Adopt(version);
}

/// <summary>One version of the policy.</summary>
/// <param name="Policy">The document.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who brought it: the actor's id.</param>
internal sealed record PolicyVersion(SupportPolicy Policy, PolicySource Source, DateTimeOffset At, string Actor)
{
    /// <summary>How it stands in the list of versions.</summary>
    internal PolicyVersionView View() => new(Policy.Version, Source, At, Actor);

    /// <summary>A version that an actor brings now.</summary>
    internal static PolicyVersion By(Actor actor, SupportPolicy policy, PolicySource source, DateTimeOffset now) =>
        new(policy, source, now, actor.Id);
}
