using System.Security.Claims;
using Microsoft.Extensions.Options;
using Tallydesk.Identity;
using Tallydesk.People;

namespace Tallydesk.Sessions;

/// <summary>Answers who has a session without a read of the database for each request (<see cref="FreshReads{TValue}"/>).</summary>
public sealed class KnownSessions
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);
    private readonly SessionStore store;
    private readonly PersonStore people;
    private readonly KnownTokens tokens;
    private readonly SecondFactorRule rule;
    private readonly TimeProvider time;
    private readonly FreshReads<Known> sessions;

    /// <summary>Sessions of people and of tokens.</summary>
    public KnownSessions(
        SessionStore store,
        PersonStore people,
        KnownTokens tokens,
        IOptions<PeopleOptions> options,
        TimeProvider time
    )
    {
        (this.store, this.people, this.tokens, this.time) = (store, people, tokens, time);
        rule = options.Value.SecondFactor;
        sessions = new(ReadAsync, time);
    }

    /// <summary>Who has the session of a cookie's secret; null when it has ended. Its use keeps it alive.</summary>
    public async ValueTask<ClaimsPrincipal?> ProveAsync(string secret)
    {
        var id = Session.IdOf(secret);
        var principal = await RecallAsync(id);
        if (principal is not null && await sessions.FindAsync(id) is { } known)
        {
            await KeepAliveAsync(known.Session);
        }

        return principal;
    }

    /// <summary>Who has a session that was proved before; null once it has ended.</summary>
    public async ValueTask<ClaimsPrincipal?> RecallAsync(string id)
    {
        if (await sessions.FindAsync(id) is not { } known || !known.Session.HoldsAt(time.GetUtcNow()))
        {
            return null;
        }

        return known.Session.Token is { } token
            ? PrincipalOf(await tokens.RecallAsync(token), known.Session)
            : known.Person;
    }

    /// <summary>Reads a session again at its next use.</summary>
    public void Forget(string id) => sessions.Forget(id);

    private async Task KeepAliveAsync(Session session)
    {
        if (time.GetUtcNow() - session.SeenAt > TouchEvery)
        {
            await store.TouchAsync(session);
            Forget(session.Id);
        }
    }

    private async Task<Known?> ReadAsync(string id)
    {
        if (await store.FindAsync(id) is not { } session)
        {
            return null;
        }

        var person = session.Person is null ? null : await people.FindByIdAsync(session.Person, default);
        return new(session, PrincipalOf(person, session));
    }

    private ClaimsPrincipal? PrincipalOf(Person? person, Session session) =>
        person is { DisabledAt: null }
            ? ActorClaims.PrincipalOf(
                person.Actor,
                new(ProofKind.Session, session.Id),
                new CredentialLimits(LacksSecondFactor: !session.IsStrong && rule.IsLackedBy(person))
                {
                    ProvedAt = session.ProvedAt,
                }
            )
            : null;

    /// <summary>What a token began is bounded by it: the same scopes, the same end.</summary>
    private static ClaimsPrincipal? PrincipalOf(ClaimsPrincipal? bearer, Session session) =>
        bearer?.Actor() is { } actor
            ? ActorClaims.PrincipalOf(
                actor,
                new(ProofKind.Session, session.Id),
                ActorClaims.LimitsOf(bearer) with
                {
                    ProvedAt = session.ProvedAt,
                }
            )
            : null;

    private sealed record Known(Session Session, ClaimsPrincipal? Person);
}
