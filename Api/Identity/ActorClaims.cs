using System.Security.Claims;

namespace Tallydesk.Identity;

/// <summary>An actor as the claims of a request, and back.</summary>
internal static class ActorClaims
{
    /// <summary>The claim that names a customer's own id.</summary>
    public const string Customer = "customer";

    private const string Proof = "token";

    /// <summary>The principal that an actor is. It may be shared by requests: nothing of it changes.</summary>
    public static ClaimsPrincipal PrincipalOf(Actor actor)
    {
        var identity = new ActorIdentity(actor);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The actor behind a principal; null for a visitor.</summary>
    public static Actor? Actor(this ClaimsPrincipal principal) => (principal.Identity as ActorIdentity)?.Actor;

    private static IEnumerable<Claim> ClaimsOf(Actor actor)
    {
        yield return new(ClaimTypes.NameIdentifier, actor.Id);
        yield return new(ClaimTypes.Name, actor.Name);
        yield return new(ClaimTypes.Role, TokenStore.NameOf(actor.Role));
        if (actor.Customer is { } customer)
        {
            yield return new(Customer, customer.Value);
        }
    }

    /// <summary>Keeps the actor beside its claims, so that no request takes them apart again.</summary>
    private sealed class ActorIdentity(Actor actor) : ClaimsIdentity(ClaimsOf(actor), Proof)
    {
        public new Actor Actor { get; } = actor;
    }
}
