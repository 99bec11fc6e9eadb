using Tallydesk.Identity;
using Tallydesk.Mail;

namespace Tallydesk.People;

/// <summary>What people change of their own access: passwords and second factors. A null answer is success, a text says what is wrong.</summary>
internal sealed class AccessDesk(PersonManager people, PersonStore store, PersonLinks links, PersonMails mails)
{
    private const string LinkIsOver = "This link has been used or is too old. Ask for a new one.";
    private const string WrongPassword = "This is not your password.";

    /// <summary>Mails a link for a new password, if somebody has this address. Nobody is told whether.</summary>
    /// <param name="visitor">Who asks.</param>
    /// <param name="mail">Names the mail.</param>
    /// <param name="email">The address as it was typed.</param>
    public async Task ForgetAsync(Actor visitor, string mail, string? email)
    {
        var person = await store.FindByNameAsync(email?.Trim().ToLowerInvariant() ?? "", default);
        if (person is not { DisabledAt: null })
        {
            return;
        }

        person.Because = new(visitor, person.HasAccepted ? "resetAsked" : "personInvitedAgain")
        {
            Mail = person.HasAccepted ? mails.PasswordReset(mail, person) : mails.Invitation(mail, person),
        };
        await people.UpdateAsync(person);
    }

    /// <summary>Sets a password by a link; the link and every session are over then.</summary>
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
        (person.Secrets.Failures, person.Secrets.LockedUntil) = (0, null);
        person.Because = new(
            person.Actor with
            {
                From = visitor.From,
            },
            purpose == LinkPurpose.Invitation ? "personAccepted" : "passwordReset"
        )
        {
            EndsSessions = true,
            Mail = purpose == LinkPurpose.Invitation ? null : Changed(person, "Your password"),
        };
        return await WriteAsync(person);
    }

    /// <summary>Changes a password; every session is over then, also the one it was done in.</summary>
    public async Task<string?> ChangePasswordAsync(Actor actor, string? old, string? password)
    {
        if (await FindAsync(actor, old) is not { } person)
        {
            return WrongPassword;
        }

        if (PasswordRules.WrongWith(person, password ?? "") is { } wrong)
        {
            return wrong;
        }

        Protect(person, password!);
        person.Because = new(actor, "passwordChanged") { EndsSessions = true, Mail = Changed(person, "Your password") };
        return await WriteAsync(person);
    }

    /// <summary>A key for an authenticator app; it counts once a code of it has been shown.</summary>
    public string NewKey() => people.GenerateNewAuthenticatorKey();

    /// <summary>Asks for codes of the app from now on, once one of them was shown.</summary>
    /// <param name="actor">Whose second factor.</param>
    /// <param name="key">The key that the page showed.</param>
    /// <param name="password">The person's password.</param>
    /// <param name="code">A code of the app.</param>
    /// <returns>The recovery codes, to be shown once; or what is wrong.</returns>
    public async Task<(IReadOnlyList<string> Codes, string? Wrong)> SetSecondFactorAsync(
        Actor actor,
        string? key,
        string? password,
        string? code
    )
    {
        if (await FindAsync(actor, password) is not { } person)
        {
            return ([], WrongPassword);
        }

        var former = person.Secrets.AuthenticatorKey;
        person.Secrets.AuthenticatorKey = key;
        if (
            string.IsNullOrEmpty(key)
            || !SecondFactorKeys.IsOne(key)
            || !await people.TakeCodeAsync(person, code ?? "")
        )
        {
            person.Secrets.AuthenticatorKey = former;
            return ([], "This is not the code that the app shows for this key now.");
        }

        person.Secrets.HasSecondFactor = true;
        person.Secrets.Stamp = PeopleDesk.NewStamp();
        person.Because = new(actor, "secondFactorSet") { Mail = Changed(person, "Your second factor") };
        var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, SecondFactorKeys.RecoveryCodes);
        return ([.. codes ?? []], null);
    }

    /// <summary>Whether it is the person's password: asked again before something that proves them is changed.</summary>
    public async Task<bool> IsPasswordAsync(Actor actor, string? password) =>
        await FindAsync(actor, password) is not null;

    private async Task<Person?> FindAsync(Actor actor, string? password)
    {
        if (
            await store.FindByIdAsync(actor.Id, default) is not { DisabledAt: null } person
            || await people.IsLockedOutAsync(person)
        )
        {
            return null;
        }

        if (await people.CheckPasswordAsync(person, password ?? ""))
        {
            return person;
        }

        person.Because = new(actor, "signInFailed");
        await people.AccessFailedAsync(person);
        return null;
    }

    private void Protect(Person person, string password)
    {
        person.Secrets.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        person.Secrets.Stamp = PeopleDesk.NewStamp();
    }

    private async Task<string?> WriteAsync(Person person) =>
        (await people.UpdateAsync(person)).Succeeded ? null : "Somebody has just changed this access. Try again.";

    private static OutgoingMail Changed(Person person, string what) =>
        PersonMails.Changed($"{person.Id}/{person.Version}/changed", person, what);
}
