using System.Security.Claims;
using Tallydesk.People;

namespace Tallydesk.Identity;

/// <summary>Answers who bears a token without a read of the database for each request (<see cref="FreshReads{TValue}"/>).</summary>
internal sealed class KnownTokens
{
    private readonly TokenStore store;
    private readonly PersonStore people;
    private readonly TokenUses uses;
    private readonly TimeProvider time;
    private readonly FreshReads<Known> tokens;

    /// <summary>Tokens of their own, and those of people and of other tokens.</summary>
    public KnownTokens(TokenStore store, PersonStore people, TokenUses uses, TimeProvider time)
    {
        (this.store, this.people, this.uses, this.time) = (store, people, uses, time);
        tokens = new(ReadAsync, time);
    }

    /// <summary>Whom a token's text proves its bearer to be; null when it proves nothing.</summary>
    public async ValueTask<ClaimsPrincipal?> ProveAsync(string text)
    {
        var known = await tokens.FindAsync(Token.IdOf(text));
        if (known?.Token.IsProvedBy(text) != true || !known.Token.HoldsAt(time.GetUtcNow()))
        {
            return null;
        }

        uses.Note(known.Token.Id);
        return known.Principal;
    }

    /// <summary>Who bears a token that was proved before; null once it has ended or been revoked.</summary>
    public async ValueTask<ClaimsPrincipal?> RecallAsync(string id)
    {
        var known = await tokens.FindAsync(id);
        return known?.Token.HoldsAt(time.GetUtcNow()) == true ? known.Principal : null;
    }

    /// <summary>Reads a token anew at its next use.</summary>
    public void Forget(string id) => tokens.Forget(id);

    private async Task<Known?> ReadAsync(string id)
    {
        if (await store.FindAsync(id) is not { } token)
        {
            return null;
        }

        var actor = token.Owner is null ? token.Actor : await OwnerAsync(token.Owner);
        return new(
            token,
            actor is null
                ? null
                : ActorClaims.PrincipalOf(
                    actor,
                    new(ProofKind.Token, token.Id),
                    new Grant(token.Scopes, token.ExpiresAt)
                )
        );
    }

    /// <summary>The owner as they are now: a token of one's own has no other role than its owner, and ends with them.</summary>
    private async Task<Actor?> OwnerAsync(string owner) =>
        owner.StartsWith(Person.Prefix, StringComparison.Ordinal)
            ? await people.FindByIdAsync(owner, default) is { DisabledAt: null } person
                ? person.Actor
                : null
            : await store.FindAsync(owner) is { Owner: null } token && token.HoldsAt(time.GetUtcNow())
                ? token.Actor
                : null;

    private sealed record Known(Token Token, ClaimsPrincipal? Principal);
}
