using System.Collections.Immutable;
using System.Security.Claims;
using Tallydesk.Requests;
using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>An actor as the claims of a request, and back.</summary>
public static class ActorClaims
{
    /// <summary>The claim that names a customer's own id.</summary>
    public const string Customer = "customer";

    /// <summary>The claim that names the token or session.</summary>
    public const string ProofId = "proof";

    /// <summary>The principal that an actor is. It may be shared by requests: nothing of it changes.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="proof">What proved it.</param>
    /// <param name="limits">What the proof allows; null for all that the actor may.</param>
    public static ClaimsPrincipal PrincipalOf(Actor actor, Proof proof, CredentialLimits? limits = null) =>
        new(new ActorIdentity(actor, proof, limits ?? CredentialLimits.Whole));

    /// <summary>The actor behind a principal, without where a call came from; null for a visitor.</summary>
    public static Actor? Actor(this ClaimsPrincipal principal) => (principal.Identity as ActorIdentity)?.Actor;

    /// <summary>What proved the principal; null for a visitor.</summary>
    public static Proof? Proof(this ClaimsPrincipal principal) => (principal.Identity as ActorIdentity)?.Proof;

    /// <summary>Whether the principal has to set up two-factor authentication first.</summary>
    public static bool LacksSecondFactor(this ClaimsPrincipal principal) => LimitsOf(principal).LacksSecondFactor;

    /// <summary>What the principal may do below its role (<see cref="Identity.Scopes"/>); null for all of it.</summary>
    public static ImmutableArray<string>? Scopes(this ClaimsPrincipal principal) => LimitsOf(principal).Scopes;

    /// <summary>When the proof ends by itself; null when it does not.</summary>
    public static DateTimeOffset? ExpiresAt(this ClaimsPrincipal principal) => LimitsOf(principal).ExpiresAt;

    /// <summary>The id of the token behind the principal, also where it began a session; null for a person's own session.</summary>
    public static string? Token(this ClaimsPrincipal principal) => LimitsOf(principal).Token;

    /// <summary>Whether who it is was proved within the last few minutes, or is by each request: by a token.</summary>
    public static bool IsFreshAt(this ClaimsPrincipal principal, DateTimeOffset now) =>
        LimitsOf(principal).ProvedAt is not { } at || now - at <= Session.Fresh;

    /// <summary>What the principal's proof allows.</summary>
    public static CredentialLimits LimitsOf(ClaimsPrincipal principal) =>
        (principal.Identity as ActorIdentity)?.Limits ?? CredentialLimits.Whole;

    /// <summary>The actor of a request with its origin; the visitor if no one is signed in.</summary>
    public static Actor ActorOf(HttpContext http)
    {
        var actor = http.User.Actor() ?? Identity.Actor.Visitor;
        var address = VisitorAddress.Of(http);
        return actor with { From = http.User.Proof() is { } proof ? $"{address} {proof}" : address };
    }

    private static IEnumerable<Claim> ClaimsOf(Actor actor, Proof proof)
    {
        yield return new(ProofId, proof.Id);
        yield return new(ClaimTypes.NameIdentifier, actor.Id);
        yield return new(ClaimTypes.Name, actor.Name);
        yield return new(ClaimTypes.Role, TokenStore.NameOf(actor.Role));
        if (actor.Customer is { } customer)
        {
            yield return new(Customer, customer.Value);
        }
    }

    /// <summary>Keeps the actor beside its claims, so that no request takes them apart again.</summary>
    private sealed class ActorIdentity(Actor actor, Proof proof, CredentialLimits limits)
        : ClaimsIdentity(ClaimsOf(actor, proof), proof.Kind.ToString())
    {
        public new Actor Actor { get; } = actor;

        public Proof Proof { get; } = proof;

        public CredentialLimits Limits { get; } = limits;
    }
}
