using System.Security.Claims;

namespace Tallydesk.Identity;

/// <summary>Answers who bears a token without a read of the database for each request (<see cref="FreshReads{TValue}"/>).</summary>
internal sealed class KnownTokens(TokenStore store, TimeProvider time)
{
    private readonly FreshReads<Known> tokens = new(
        async id =>
            await store.FindAsync(id) is { } token
                ? new(token, ActorClaims.PrincipalOf(token.Actor, new(ProofKind.Token, token.Id)))
                : null,
        time
    );

    /// <summary>Whom a token's text proves its bearer to be; null when it proves nothing.</summary>
    public async ValueTask<ClaimsPrincipal?> ProveAsync(string text)
    {
        var known = await tokens.FindAsync(Token.IdOf(text));
        return known?.Token.IsProvedBy(text) == true ? known.Principal : null;
    }

    /// <summary>Who bears a token that was proved before; null once it is revoked.</summary>
    public async ValueTask<ClaimsPrincipal?> RecallAsync(string id)
    {
        var known = await tokens.FindAsync(id);
        return known is { Token.RevokedAt: null } ? known.Principal : null;
    }

    /// <summary>Reads a token anew at its next use.</summary>
    public void Forget(string id) => tokens.Forget(id);

    private sealed record Known(Token Token, ClaimsPrincipal Principal);
}
