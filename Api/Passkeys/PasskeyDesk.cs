using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.People;

namespace Tallydesk.Passkeys;

/// <summary>
/// Adds people's passkeys and signs in by them (W3C Web Authentication, Level 3). The device asks for its owner each time, so
/// a passkey is two factors in one. Between question and answer a cookie holds what was asked, for five minutes.
/// </summary>
internal sealed partial class PasskeyDesk(
    IPasskeyHandler<Person> handler,
    PersonManager people,
    PersonStore store,
    SignInDesk signIn,
    AccessDesk access,
    IDataProtectionProvider protection,
    IOptions<SiteOptions> site,
    ILogger<PasskeyDesk> log,
    TimeProvider time
)
{
    private const string Cookie = "tallydesk-passkey";
    private const int LongestName = 100;
    private const int Most = 20;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.Passkeys");

    /// <summary>What a browser is asked, as JSON, to make a passkey for a person; null when the password is not theirs.</summary>
    public async Task<string?> AskForNewAsync(HttpContext http, string? password)
    {
        var actor = ActorClaims.ActorOf(http);
        if (
            !await access.IsPasswordAsync(actor, password)
            || await store.FindByIdAsync(actor.Id, default) is not { } person
        )
        {
            return null;
        }

        var entity = new PasskeyUserEntity
        {
            Id = person.Id,
            Name = person.Email,
            DisplayName = person.Name,
        };
        var asked = await handler.MakeCreationOptionsAsync(entity, http);
        Remember(http, asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    /// <summary>Keeps the passkey that a browser made; answers false when it is not what was asked for, or there are 20.</summary>
    public async Task<bool> AddAsync(HttpContext http, string? credential, string? name)
    {
        var actor = ActorClaims.ActorOf(http);
        if (
            Recall(http) is not { } state
            || string.IsNullOrEmpty(credential)
            || await store.FindByIdAsync(actor.Id, default) is not { } person
            || person.Secrets.Passkeys.Length >= Most
        )
        {
            return false;
        }

        var made = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        if (!made.Succeeded || made.UserEntity.Id != person.Id)
        {
            Refused(log, made.Failure?.Message ?? "it is another person's");
            return false;
        }

        made.Passkey.Name = string.IsNullOrWhiteSpace(name)
            ? "Passkey"
            : name.Trim()[..Math.Min(name.Trim().Length, LongestName)];
        person.Because = new(actor, "passkeyAdded");
        return (await people.AddOrUpdatePasskeyAsync(person, made.Passkey)).Succeeded;
    }

    /// <summary>Removes a passkey of the caller's own; another's, and an absent one, change nothing.</summary>
    public async Task RemoveAsync(Actor actor, string id)
    {
        var person = await store.FindByIdAsync(actor.Id, default);
        var key = person?.Secrets.Passkeys.FirstOrDefault(passkey => IdOf(passkey) == id);
        if (person is not null && key is not null)
        {
            person.Because = new(actor, "passkeyRemoved");
            await people.RemovePasskeyAsync(person, key.CredentialId);
        }
    }

    /// <summary>What a browser is asked, as JSON, to show any passkey it has for this site.</summary>
    public async Task<string> AskAsync(HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(user: null, http);
        Remember(http, asked.AssertionState);
        return asked.RequestOptionsJson;
    }

    /// <summary>Begins the session of the person whose passkey was shown; answers false when there is none who may sign in.</summary>
    public async Task<bool> SignInAsync(HttpContext http, string? credential)
    {
        if (Recall(http) is not { } state || string.IsNullOrEmpty(credential))
        {
            return false;
        }

        var shown = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!shown.Succeeded || shown.User is not { DisabledAt: null } person)
        {
            Refused(log, shown.Failure?.Message ?? "its person is disabled");
            return false;
        }

        // Its counter has gone up; an older one would be a copy's.
        person.Because = new(person.Actor with { From = ActorClaims.ActorOf(http).From }, "passkeyUsed");
        if (!(await people.AddOrUpdatePasskeyAsync(person, shown.Passkey)).Succeeded)
        {
            return false;
        }

        await signIn.BeginAsync(http, person, "passkey", isStrong: true);
        return true;
    }

    /// <summary>What names a passkey on a page.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    [LoggerMessage(1, LogLevel.Warning, "A passkey was refused: {Reason}")]
    private static partial void Refused(ILogger log, string reason);

    private void Remember(HttpContext http, string? state) =>
        http.Response.Cookies.Append(
            site.Value.CookieName(Cookie),
            protector.Protect(StateJson.Write(new Asked(state ?? "", time.GetUtcNow() + Lasts))),
            Options
        );

    /// <summary>What was asked, once.</summary>
    private string? Recall(HttpContext http)
    {
        var name = site.Value.CookieName(Cookie);
        if (http.Request.Cookies[name] is not { } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(name, Options);
        try
        {
            var asked = StateJson.Read<Asked>(protector.Unprotect(cookie));
            return asked.Until > time.GetUtcNow() ? asked.State : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions Options =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = site.Value.IsSecure,
            Path = "/",
            IsEssential = true,
            MaxAge = Lasts,
        };

    private sealed record Asked(string State, DateTimeOffset Until);
}
