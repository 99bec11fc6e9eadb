using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Tallydesk.Identity;
using Tallydesk.People;
using Tallydesk.Texts;

namespace Tallydesk.Passkeys;

/// <summary>
/// Adds people's passkeys and signs in by them (W3C Web Authentication, Level 3). The device asks for its owner each time, so
/// a passkey is two factors in one. Between question and answer a cookie holds what was asked, for five minutes.
/// </summary>
public sealed partial class PasskeyService(
    IPasskeyHandler<Person> handler,
    PersonManager people,
    PersonStore store,
    SignInService signIn,
    AccessService access,
    StepCookies cookies,
    ILogger<PasskeyService> log
)
{
    private const string Cookie = "tallydesk-passkey";
    private const int LongestName = 100;
    private const int Most = 20;

    /// <summary>What a browser is asked, as JSON, to make a passkey for a person; or what is wrong.</summary>
    public async Task<(string? Options, string? Wrong)> AskForNewAsync(HttpContext http, string? password)
    {
        var (proved, wrong) = await access.ProveAsync(http, password);
        if (proved is not { } person)
        {
            return (null, wrong);
        }

        var entity = new PasskeyUserEntity
        {
            Id = person.Id,
            Name = person.Email,
            DisplayName = person.Name,
        };
        var asked = await handler.MakeCreationOptionsAsync(entity, http);
        cookies.Set(http, Cookie, new Asked(asked.AttestationState ?? "", person.Secrets.Stamp));
        return (asked.CreationOptionsJson, null);
    }

    /// <summary>Keeps the passkey that a browser made; answers false when it is not what was asked for, or there are 20.</summary>
    public async Task<bool> AddAsync(HttpContext http, string? credential, string? name)
    {
        var actor = ActorClaims.ActorOf(http);
        if (
            Recall(http) is not { Stamp: { } stamp, State: var state }
            || string.IsNullOrEmpty(credential)
            || await store.FindByIdAsync(actor.Id, default) is not { } person
            || person.Secrets.Stamp != stamp
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
            Refused(log, made.Failure?.Message ?? "it belongs to another person");
            return false;
        }

        made.Passkey.Name = string.IsNullOrWhiteSpace(name)
            ? "Passkey"
            : TextElements.Beginning(name.Trim(), LongestName);
        person.Because = new(actor, "passkeyAdded");
        return (await people.AddOrUpdatePasskeyAsync(person, made.Passkey)).Succeeded;
    }

    /// <summary>Removes a passkey of the caller's own; another's, and an absent one, change nothing, and neither does a token's session.</summary>
    public async Task RemoveAsync(HttpContext http, string id)
    {
        var actor = ActorClaims.ActorOf(http);
        var person = await store.FindByIdAsync(actor.Id, default);
        var key = person?.Secrets.Passkeys.FirstOrDefault(passkey => IdOf(passkey) == id);
        if (http.User.Token() is null && person is not null && key is not null)
        {
            person.Because = new(actor, "passkeyRemoved");
            await people.RemovePasskeyAsync(person, key.CredentialId);
        }
    }

    /// <summary>What a browser is asked, as JSON, to show any passkey it has for this site.</summary>
    public async Task<string> AskAsync(HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(user: null, http);
        cookies.Set(http, Cookie, new Asked(asked.AssertionState ?? "", Stamp: null));
        return asked.RequestOptionsJson;
    }

    /// <summary>Begins the session of the person whose passkey was shown; answers false when there is none who may sign in.</summary>
    public async Task<bool> SignInAsync(HttpContext http, string? credential)
    {
        if (Recall(http) is not { Stamp: null, State: var state } || string.IsNullOrEmpty(credential))
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

        return await signIn.BeginAsync(http, person, "passkey", isStrong: true);
    }

    /// <summary>What names a passkey on a page.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    [LoggerMessage(4002, LogLevel.Warning, "A passkey was rejected: {Reason}")]
    private static partial void Refused(ILogger log, string reason);

    /// <summary>What was asked, once.</summary>
    private Asked? Recall(HttpContext http)
    {
        var asked = cookies.Find<Asked>(http, Cookie);
        cookies.Remove(http, Cookie);
        return asked;
    }

    /// <param name="State">What was asked.</param>
    /// <param name="Stamp">The stamp of the person who may add a passkey, which ends with their password; null to sign in.</param>
    private sealed record Asked(string State, string? Stamp);
}
