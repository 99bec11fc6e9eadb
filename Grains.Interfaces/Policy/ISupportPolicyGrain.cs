using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>
/// Every version of the support policy and which one is in force, under the one key <see cref="Key"/>. A version's content
/// never changes, so what it priced can be explained for ever. An answer means that it is on disk.
/// </summary>
[Alias("tallydesk.support-policy")]
public interface ISupportPolicyGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "pol-current";

    /// <summary>The policy in force when it is newer than the one the caller holds, else null. The follower is notified of newer versions for ten seconds.</summary>
    /// <param name="follower">The process that follows.</param>
    /// <param name="held">The <see cref="PolicyInForce.Place"/> the caller holds; 0 for none.</param>
    [Alias("follow")]
    Task<PolicyInForce?> FollowAsync(ISupportPolicyFollower follower, int held);

    /// <summary>One version, in force or not. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("version")]
    Task<Answer<SupportPolicy>> VersionAsync(Actor actor, string version);

    /// <summary>All versions in the order they came into force. Refused: <see cref="RefusalCode.Forbidden"/> below lead.</summary>
    [Alias("versions")]
    Task<Answer<PolicyVersionList>> VersionsAsync(Actor actor);

    /// <summary>
    /// Puts a version in force: a new one, or an earlier one again under its content. The one in force again changes
    /// nothing. When this answers, it prices every assessment on all processes that could be told within two seconds; the
    /// others follow within five. What was assessed before keeps its version. Refused: <see cref="RefusalCode.Forbidden"/> below admin, <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.PolicyVersionTaken"/>.
    /// </summary>
    [Alias("adopt")]
    Task<Answer<PolicyVersionView>> AdoptAsync(CommandContext context, SupportPolicy policy);

    /// <summary>
    /// What a silo brings when it starts: a document never seen before comes into force, except that a shipped one never
    /// displaces what was set up by people. Answers the policy in force. Refused: <see cref="RefusalCode.Forbidden"/> to
    /// all but the desk itself, <see cref="RefusalCode.PolicyVersionTaken"/>.
    /// </summary>
    [Alias("begin")]
    Task<Answer<SupportPolicy>> BeginAsync(Actor actor, SupportPolicy policy, PolicySource source);
}

/// <summary>A process that holds the policy in force.</summary>
[Alias("tallydesk.support-policy-follower")]
public interface ISupportPolicyFollower : IGrainObserver
{
    /// <summary>Another version came into force.</summary>
    [Alias("policy")]
    Task OnPolicyAsync(PolicyInForce inForce);
}

/// <summary>The policy in force.</summary>
/// <param name="Policy">The document.</param>
/// <param name="Terms">What every version so far promised, oldest first: a running promise follows the later ones (Policy H1).</param>
/// <param name="Place">How many versions came into force so far: a higher one is newer.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-in-force")]
public sealed record PolicyInForce(
    [property: Id(0)] SupportPolicy Policy,
    [property: Id(1)] ImmutableArray<AnswerTerms> Terms,
    [property: Id(2)] int Place
);

/// <summary>Where a version of the policy came from.</summary>
public enum PolicySource
{
    /// <summary>It comes with the product.</summary>
    Shipped,

    /// <summary>The file named in the settings.</summary>
    File,

    /// <summary>An admin's command.</summary>
    Admin,
}

/// <summary>All versions of the policy.</summary>
/// <param name="InForce">The version in force.</param>
/// <param name="Versions">All of them in the order they came into force; one that came back stands there again.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-version-list")]
public sealed record PolicyVersionList(
    [property: Id(0)] string InForce,
    [property: Id(1)] ImmutableArray<PolicyVersionView> Versions
);

/// <summary>A version of the policy.</summary>
/// <param name="Version">The version's name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="At">When it came into force.</param>
/// <param name="Actor">Who brought it: the id of a token, or <c>desk</c> at a start.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-version-view")]
public sealed record PolicyVersionView(
    [property: Id(0)] string Version,
    [property: Id(1)] PolicySource Source,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Actor
);
