using System.Security.Claims;
using Tallydesk.People;

namespace Tallydesk.Identity;

/// <summary>Answers who bears a token without a read of the database for each request (<see cref="FreshReads{TValue}"/>).</summary>
public sealed class KnownTokens
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

    /// <summary>Reads a token again at its next use.</summary>
    public void Forget(string id) => tokens.Forget(id);

    private async Task<Known?> ReadAsync(string id)
    {
        if (await store.FindAsync(id) is not { } token)
        {
            return null;
        }

        var actor = token.Owner is null ? await BoundAsync(token) : await OwnerAsync(token);
        return new(
            token,
            actor is null
                ? null
                : ActorClaims.PrincipalOf(
                    actor,
                    new(ProofKind.Token, token.Id),
                    new CredentialLimits(token.Scopes, token.ExpiresAt) { Token = token.Id }
                )
        );
    }

    /// <summary>
    /// The owner as they are now: a token of one's own has no more rights than its owner, and ends with them. It does not
    /// gain any either, when its owner is given a higher role.
    /// </summary>
    private async Task<Actor?> OwnerAsync(Token own)
    {
        if (!own.Owner!.StartsWith(Person.Prefix, StringComparison.Ordinal))
        {
            return await store.FindAsync(own.Owner) is { Owner: null } token && token.HoldsAt(time.GetUtcNow())
                ? await BoundAsync(token)
                : null;
        }

        return await people.FindByIdAsync(own.Owner, default) is { DisabledAt: null } person
            ? person.Actor with
            {
                Role = own.Role < person.Role ? own.Role : person.Role,
            }
            : null;
    }

    /// <summary>The bearer of a token of its own, with no more rights than those who are behind its maker have now.</summary>
    private async Task<Actor?> BoundAsync(Token token)
    {
        Actor? actor = token.Actor;
        foreach (var person in await store.BehindAsync(token))
        {
            actor = actor is null ? null : person.Bound(actor);
        }

        return actor;
    }

    private sealed record Known(Token Token, ClaimsPrincipal? Principal);
}
