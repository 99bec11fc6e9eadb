using Tallydesk.Identity;
using Tallydesk.Mail;

namespace Tallydesk.People;

/// <summary>Changes to a person's own credentials: passwords and two-factor authentication. A null result is success; a text is the error.</summary>
public sealed class AccessService(
    PersonManager people,
    PersonStore store,
    PersonLinks links,
    PersonMails mails,
    TokenStore tokens,
    SignInAttempts attempts,
    TimeProvider time
)
{
    private const string LinkIsOver = "This link has expired or was already used. Request a new one.";
    private const string WrongPassword = "Wrong password. After several wrong attempts, wait a few minutes.";
    private const string JustChanged = "This account was just changed by someone else. Try again.";
    private const string IsAToken = "You signed in with an access token. Sign in with your own account to change this.";
    private const string IsStale = "You have no password, so sign in again to confirm that it's you.";

    /// <summary>Emails a password reset link if someone has this address. The caller doesn't learn whether.</summary>
    /// <param name="visitor">Who asks.</param>
    /// <param name="mail">Names the mail.</param>
    /// <param name="email">The address as it was typed.</param>
    public async Task ForgetAsync(Actor visitor, string mail, string? email)
    {
        var person = await store.FindByNameAsync(EmailAddress.Normalize(email), default);
        if (person is not { DisabledAt: null, UnreadableSecrets: null })
        {
            return;
        }

        person.Because = new(visitor, person.HasAccepted ? "resetAsked" : "personInvitedAgain")
        {
            Mail = person.HasAccepted ? mails.PasswordReset(mail, person) : mails.Invitation(mail, person),
        };
        await people.UpdateAsync(person);
    }

    /// <summary>Sets a password by a link; the link, every session and every token of the person's own are over then.</summary>
    public async Task<string?> SetPasswordAsync(Actor visitor, LinkPurpose purpose, string? proof, string? password)
    {
        if (await links.FindAsync(purpose, proof) is not { } person)
        {
            return LinkIsOver;
        }

        if (PasswordRules.WrongWith(person, password ?? "") is { } wrong)
        {
            return wrong;
        }

        Protect(person, password!);
        person.Because = new(
            person.Actor with
            {
                From = visitor.From,
            },
            purpose == LinkPurpose.Invitation ? "personAccepted" : "passwordReset"
        )
        {
            EndsSessions = true,
            EndsTokens = true,
            Mail = purpose == LinkPurpose.Invitation ? null : await ChangedAsync(person, "Your password"),
        };
        var written = await people.UpdateAsync(person);
        if (!written.Succeeded)
        {
            return written.Errors.Contains(PersonStore.GiverEnded) ? LinkIsOver : JustChanged;
        }

        await attempts.ForgetAsync(person.Id);
        return null;
    }

    /// <summary>Changes a password; every session is over then, also the one it was done in, and every token of the person's own.</summary>
    public async Task<string?> ChangePasswordAsync(HttpContext http, string? old, string? password)
    {
        var (proved, unproved) = await ProveAsync(http, old);
        if (proved is not { } person)
        {
            return unproved;
        }

        if (PasswordRules.WrongWith(person, password ?? "") is { } wrong)
        {
            return wrong;
        }

        Protect(person, password!);
        person.Because = new(ActorClaims.ActorOf(http), "passwordChanged")
        {
            EndsSessions = true,
            EndsTokens = true,
            Mail = await ChangedAsync(person, "Your password"),
        };
        return await WriteAsync(person);
    }

    /// <summary>A key for an authenticator app; it counts once a code of it has been shown.</summary>
    public string NewKey() => people.GenerateNewAuthenticatorKey();

    /// <summary>Asks for codes of the app from now on, once one of them was shown.</summary>
    /// <param name="http">The request of the person.</param>
    /// <param name="key">The key that the page showed.</param>
    /// <param name="password">The person's password.</param>
    /// <param name="code">A code of the app.</param>
    /// <returns>The recovery codes, to be shown once; or what is wrong.</returns>
    public async Task<(IReadOnlyList<string> Codes, string? Wrong)> SetSecondFactorAsync(
        HttpContext http,
        string? key,
        string? password,
        string? code
    )
    {
        var (proved, unproved) = await ProveAsync(http, password);
        if (proved is not { } person)
        {
            return ([], unproved);
        }

        if (key != person.Secrets.AuthenticatorKey)
        {
            (person.Secrets.AuthenticatorKey, person.Secrets.LastStep) = (key, null);
        }

        if (string.IsNullOrEmpty(key) || !SecondFactorKeys.IsOne(key) || !people.TakeCode(person, code ?? ""))
        {
            return ([], "Wrong code. Enter the code that your authenticator app shows now.");
        }

        person.Secrets.HasSecondFactor = true;
        person.Secrets.Stamp = PeopleService.NewStamp();
        person.Because = new(ActorClaims.ActorOf(http), "secondFactorSet")
        {
            Mail = await ChangedAsync(person, "Your two-factor authentication"),
        };
        var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, SecondFactorKeys.RecoveryCodes);
        return ([.. codes ?? []], null);
    }

    /// <summary>
    /// The signed-in person after re-authentication, which is required before changing credentials: with the password,
    /// or by a sign-in within the last few minutes if there is none. A token doesn't count as proof here, even if it started the session.
    /// </summary>
    /// <returns>The person, or the error.</returns>
    public async Task<(Person? Person, string? Wrong)> ProveAsync(HttpContext http, string? password)
    {
        var actor = ActorClaims.ActorOf(http);
        if (http.User.Token() is not null || await store.FindByIdAsync(actor.Id, default) is not { } person)
        {
            return (null, IsAToken);
        }

        if (person.Secrets.PasswordHash is null)
        {
            return http.User.IsFreshAt(time.GetUtcNow()) ? (person, null) : (null, IsStale);
        }

        var attempt = await attempts.TryAsync(
            person,
            actor,
            async () => await people.CheckPasswordAsync(person, password ?? "") && person.DisabledAt is null
        );
        return attempt == Attempt.Right ? (person, null) : (null, WrongPassword);
    }

    private void Protect(Person person, string password)
    {
        person.Secrets.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        person.Secrets.Stamp = PeopleService.NewStamp();
    }

    private async Task<string?> WriteAsync(Person person) =>
        (await people.UpdateAsync(person)).Succeeded ? null : JustChanged;

    /// <summary>The mail that tells of a change. It names what the person made for others, which stays.</summary>
    private async Task<OutgoingMail> ChangedAsync(Person person, string what) =>
        PersonMails.Changed(
            $"{person.Id}/{person.Version}/changed",
            person,
            what,
            await tokens.NamesMadeByAsync(person.Id, time.GetUtcNow())
        );
}
