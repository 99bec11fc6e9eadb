using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>
/// Stores all versions of the support policy and which one is in force; the only key is <see cref="Key"/>. A version's content
/// never changes, so past prices can always be explained. A response means that the change is on disk.
/// </summary>
[Alias("tallydesk.support-policy")]
public interface ISupportPolicyGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "pol-current";

    /// <summary>The policy in force if it is newer than the caller's, otherwise null. The follower is notified of newer versions for ten seconds.</summary>
    /// <param name="follower">The process to notify.</param>
    /// <param name="held">The <see cref="PolicyInForce.Place"/> of the caller's policy; 0 for none.</param>
    [Alias("follow")]
    Task<PolicyInForce?> FollowAsync(ISupportPolicyFollower follower, int held);

    /// <summary>One version, in force or not. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("version")]
    Task<Answer<SupportPolicy>> VersionAsync(Actor actor, string version);

    /// <summary>All versions in the order they came into force. Refused: <see cref="RefusalCode.Forbidden"/> below lead.</summary>
    [Alias("versions")]
    Task<Answer<PolicyVersionList>> VersionsAsync(Actor actor);

    /// <summary>
    /// Publishes a version: a new one, or an earlier one with the same content. Publishing the current version again changes
    /// nothing. When this returns, it is in force on all processes that could be notified within two seconds; the
    /// others follow within five. Earlier assessments keep their version. Refused: <see cref="RefusalCode.Forbidden"/> below admin, <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.PolicyVersionTaken"/>.
    /// </summary>
    [Alias("adopt")]
    Task<Answer<PolicyVersionView>> AdoptAsync(CommandContext context, SupportPolicy policy);

    /// <summary>
    /// Publishes a silo's document at startup: a new document comes into force, but the default policy never
    /// replaces a policy that people published. Returns the policy in force. Refused: <see cref="RefusalCode.Forbidden"/> for
    /// everyone except Tallydesk itself, <see cref="RefusalCode.PolicyVersionTaken"/>.
    /// </summary>
    [Alias("begin")]
    Task<Answer<SupportPolicy>> BeginAsync(Actor actor, SupportPolicy policy, PolicySource source);
}

/// <summary>A process that caches the policy in force.</summary>
[Alias("tallydesk.support-policy-follower")]
public interface ISupportPolicyFollower : IGrainObserver
{
    /// <summary>Another version came into force.</summary>
    [Alias("policy")]
    Task OnPolicyAsync(PolicyInForce inForce);
}

/// <summary>The policy in force.</summary>
/// <param name="Policy">The document.</param>
/// <param name="Terms">The response terms of all versions so far, oldest first: an open response target follows the later ones (Policy H1).</param>
/// <param name="Place">The number of versions published so far; higher is newer.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-in-force")]
public sealed record PolicyInForce(
    [property: Id(0)] SupportPolicy Policy,
    [property: Id(1)] ImmutableArray<AnswerTerms> Terms,
    [property: Id(2)] int Place
);

/// <summary>The source of a policy version.</summary>
public enum PolicySource
{
    /// <summary>The default policy of the product.</summary>
    Shipped,

    /// <summary>The file set in the configuration.</summary>
    File,

    /// <summary>An admin's command.</summary>
    Admin,
}

/// <summary>All versions of the policy.</summary>
/// <param name="InForce">The version in force.</param>
/// <param name="Versions">All versions in the order they came into force; a restored version appears again.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-version-list")]
public sealed record PolicyVersionList(
    [property: Id(0)] string InForce,
    [property: Id(1)] ImmutableArray<PolicyVersionView> Versions
);

/// <summary>A version of the policy.</summary>
/// <param name="Version">The version's name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="At">When it came into force.</param>
/// <param name="Actor">Who published it: the id of a token, or <c>desk</c> at startup.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-version-view")]
public sealed record PolicyVersionView(
    [property: Id(0)] string Version,
    [property: Id(1)] PolicySource Source,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Actor
);
