using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Tallydesk.Identity;
using Tallydesk.Sessions;
using Tallydesk.Texts;

namespace Tallydesk.People;

/// <summary>What came of a step of signing in.</summary>
public enum SignInOutcome
{
    /// <summary>Wrong, or too many attempts; the caller doesn't learn which.</summary>
    Refused,

    /// <summary>The password was right, and a code is asked for.</summary>
    CodeNeeded,

    /// <summary>The session has begun.</summary>
    SignedIn,
}

/// <summary>
/// Signs people in: by password and code. Every attempt is in the audit of its person. A browser has one session: the one it
/// had ends when another begins.
/// </summary>
public sealed class SignInService(
    PersonManager people,
    PersonStore store,
    SessionStore sessions,
    KnownSessions known,
    HalfSignIn half,
    SignInAttempts attempts,
    IPasswordHasher<Person> hasher,
    UnknownSignIns unknown,
    TimeProvider time
)
{
    private const int LongestAgent = 200;
    private static readonly Person Nobody = new()
    {
        Id = "",
        Email = "",
        Name = "",
        Role = Role.Customer,
        CreatedAt = default,
    };

    private static string? nobodysHash;

    // Made before the first attempt, which would otherwise take twice as long for an unknown address.
    private readonly string nobody = nobodysHash ??= hasher.HashPassword(Nobody, Session.NewSecret());

    /// <summary>The first step. Unknown addresses take as long as known ones.</summary>
    public async Task<SignInOutcome> ByPasswordAsync(HttpContext http, string? email, string? password)
    {
        var person = await store.FindByNameAsync(EmailAddress.Normalize(email), default);
        var visitor = ActorClaims.ActorOf(http);
        if (person?.Secrets.PasswordHash is null)
        {
            await attempts.PretendAsync();
            CompareWithNobodys(password);
            await unknown.NoteAsync(visitor, email);
            return SignInOutcome.Refused;
        }

        // The hash is compared also for who is disabled, and another's for who is locked out, so that the time tells nothing.
        var attempt = await attempts.TryAsync(
            person,
            visitor,
            async () => await people.CheckPasswordAsync(person, password ?? "") && person.DisabledAt is null
        );
        if (attempt == Attempt.Locked)
        {
            CompareWithNobodys(password);
        }

        if (attempt != Attempt.Right)
        {
            return SignInOutcome.Refused;
        }

        if (person.Secrets.HasSecondFactor)
        {
            half.Begin(http, person);
            return SignInOutcome.CodeNeeded;
        }

        return await BeginAsync(http, person, "password") ? SignInOutcome.SignedIn : SignInOutcome.Refused;
    }

    /// <summary>The second step: a code of the app, or a recovery code.</summary>
    public async Task<SignInOutcome> ByCodeAsync(HttpContext http, string? code)
    {
        if (await half.FindAsync(http) is not { } person)
        {
            return SignInOutcome.Refused;
        }

        var isApp = false;
        var attempt = await attempts.TryAsync(
            person,
            ActorClaims.ActorOf(http),
            async () =>
            {
                person.Because = new(person.Actor with { From = ActorClaims.ActorOf(http).From }, "codeTaken");
                var text = code?.Trim() ?? "";
                isApp = people.TakeCode(person, text);
                // Either way of Identity's writes the person, so that the code can't be taken again.
                return isApp
                    ? (await people.UpdateAsync(person)).Succeeded
                    : (await people.RedeemTwoFactorRecoveryCodeAsync(person, text)).Succeeded;
            }
        );
        if (attempt != Attempt.Right)
        {
            return SignInOutcome.Refused;
        }

        half.End(http);
        return await BeginAsync(http, person, isApp ? "password, code" : "password, recovery code")
            ? SignInOutcome.SignedIn
            : SignInOutcome.Refused;
    }

    /// <summary>
    /// Begins a person's session with a secret of its own, whatever cookie the browser had before; answers false when the
    /// person was changed or disabled since they were read.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="person">Who signed in, as they were read or written last.</param>
    /// <param name="factors">By what.</param>
    /// <param name="isStrong">Whether it needs no second factor.</param>
    public async Task<bool> BeginAsync(HttpContext http, Person person, string factors, bool isStrong = false)
    {
        if (!await BeginSessionAsync(http, person.Actor, new(person, Token: null, factors, isStrong)))
        {
            await attempts.NoteRefusedAsync(person, ActorClaims.ActorOf(http));
            return false;
        }

        await attempts.ForgetAsync(person.Id);
        return true;
    }

    /// <summary>Begins the session of a token's bearer; answers false when the token was revoked since it was read.</summary>
    public Task<bool> BeginAsync(HttpContext http, Actor bearer, Proof token) =>
        BeginSessionAsync(http, bearer, new(Person: null, token.Id, "token", IsStrong: false));

    private async Task<bool> BeginSessionAsync(HttpContext http, Actor actor, Begun begun)
    {
        var now = time.GetUtcNow();
        var secret = Session.NewSecret();
        var from = ActorClaims.ActorOf(http).From!;
        var agent = http.Request.Headers.UserAgent.ToString();
        var session = new Session(
            Session.IdOf(secret),
            begun.Person?.Id,
            begun.Token,
            now,
            now,
            now + Session.Idle,
            EndedAt: null,
            from.Split(' ')[0],
            TextElements.Beginning(agent, LongestAgent),
            begun.IsStrong,
            ProvedAt: now
        );
        var former = await FormerAsync(http);
        if (
            !await sessions.BeginAsync(
                actor with
                {
                    From = from,
                },
                session,
                begun.Person?.Version,
                begun.Factors,
                former
            )
        )
        {
            return false;
        }

        if (former is not null)
        {
            known.Forget(former);
        }

        await http.SignInAsync(
            SessionCookie.Scheme,
            new(new ClaimsIdentity([new(SessionCookie.Secret, secret)], SessionCookie.Scheme)),
            new() { IsPersistent = true }
        );
        return true;
    }

    /// <summary>What a session begins with.</summary>
    private sealed record Begun(Person? Person, string? Token, string Factors, bool IsStrong);

    /// <summary>The session that the browser has, which its new one replaces; null for none.</summary>
    private static async Task<string?> FormerAsync(HttpContext http) =>
        (await http.AuthenticateAsync(SessionCookie.Scheme)).Principal?.Proof() is { Kind: ProofKind.Session } proof
            ? proof.Id
            : null;

    /// <summary>Takes as long as comparing a password does.</summary>
    private void CompareWithNobodys(string? password) => hasher.VerifyHashedPassword(Nobody, nobody, password ?? "");
}
