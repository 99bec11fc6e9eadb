using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Pages.Access;
using Tallydesk.Passkeys;
using Tallydesk.Sessions;

namespace Tallydesk.People;

/// <summary>Puts together what the pages of one's own access show.</summary>
internal sealed class AccountPages(
    PersonStore people,
    SessionStore sessions,
    TokenStore tokens,
    AccessService service,
    TimeProvider time
)
{
    private const int MostTokens = 100;

    /// <summary>The account's page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="done">What was just done: sessions, passkey, passkey-wrong; null for nothing.</param>
    /// <param name="wrongPassword">What is wrong with a password that was to be set.</param>
    /// <param name="wrongSession">What is wrong with the ending of sessions.</param>
    /// <param name="wrongToken">What is wrong with a token that was asked for.</param>
    /// <param name="made">The text of a token that was just made.</param>
    public async Task<IResult> ShowAsync(
        HttpContext http,
        string? done,
        string? wrongPassword = null,
        string? wrongSession = null,
        string? wrongToken = null,
        string? made = null
    )
    {
        var me = http.User.Actor()!;
        var person = await people.FindByIdAsync(me.Id, default);
        return new RazorComponentResult<Account>(
            new
            {
                Me = me,
                person?.Email,
                HasSecondFactor = person?.Secrets.HasSecondFactor == true,
                RecoveryCodesLeft = person?.Secrets.RecoveryCodes.Length ?? 0,
                Sessions = await sessions.OpenOfAsync(me.Id),
                Current = http.User.Proof()?.Id,
                Tokens = await TokensOfAsync(me.Id),
                Made = made,
                Stays = await tokens.NamesMadeByAsync(me.Id, time.GetUtcNow()),
                WrongToken = wrongToken,
                Passkeys = PasskeysOf(person),
                Done = done,
                WrongPassword = wrongPassword,
                WrongSession = wrongSession,
                HasPassword = person?.Secrets.PasswordHash is not null,
                IsFresh = http.User.IsFreshAt(time.GetUtcNow()),
            }
        )
        {
            StatusCode = StatusOf(
                wrongPassword ?? wrongSession ?? wrongToken ?? (done == "passkey-wrong" ? done : null)
            ),
        };
    }

    /// <summary>The page that sets up a second factor, with a new key unless one was shown before.</summary>
    public async Task<IResult> ShowSecondFactorAsync(HttpContext http, string? key = null, string? wrong = null)
    {
        var me = ActorClaims.ActorOf(http);
        if (await people.FindByIdAsync(me.Id, default) is not { } person)
        {
            return TypedResults.LocalRedirect("/account");
        }

        var shown = key is { } text && SecondFactorKeys.IsOne(text) ? text : service.NewKey();
        return new RazorComponentResult<SecondFactor>(
            new
            {
                Me = person.Actor,
                Key = shown,
                person.Email,
                IsMust = http.User.LacksSecondFactor(),
                HasPassword = person.Secrets.PasswordHash is not null,
                Wrong = wrong,
            }
        )
        {
            StatusCode = StatusOf(wrong),
        };
    }

    /// <summary>The page on which somebody proves again who they are.</summary>
    public async Task<IResult> ShowProofAsync(HttpContext http, string? returnUrl, string? wrong = null)
    {
        var me = http.User.Actor()!;
        var person = await people.FindByIdAsync(me.Id, default);
        return new RazorComponentResult<FreshProof>(
            new
            {
                Me = me,
                ReturnUrl = SignInEndpoints.LocalOrHome(returnUrl),
                ByToken = http.User.Token() is not null,
                ByPassword = person?.Secrets.PasswordHash is not null,
                Wrong = wrong,
            }
        )
        {
            StatusCode = StatusOf(wrong),
        };
    }

    private static IReadOnlyList<OwnPasskey> PasskeysOf(Person? person) =>
        [
            .. (person?.Secrets.Passkeys ?? []).Select(passkey => new OwnPasskey(
                PasskeyService.IdOf(passkey),
                passkey.Name ?? "Passkey",
                passkey.CreatedAt
            )),
        ];

    private async Task<IReadOnlyList<OwnToken>> TokensOfAsync(string owner)
    {
        var all = await tokens.ListOfAsync(owner, "", MostTokens);
        var holding = all.Where(token => token.HoldsAt(time.GetUtcNow())).ToList();
        var made = await tokens.NamesMadeWithAsync([.. holding.Select(token => token.Id)], time.GetUtcNow());
        return
        [
            .. holding.Select(token => new OwnToken(
                token.Id,
                token.Name,
                token.Scopes,
                token.ExpiresAt,
                token.LastUsedAt,
                made.GetValueOrDefault(token.Id, [])
            )),
        ];
    }

    private static int StatusOf(string? wrong) =>
        wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}

/// <summary>A passkey of one's own, as its page shows it.</summary>
/// <param name="Id">Its credential's id.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record OwnPasskey(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>A token of one's own, as its page shows it.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do; null for all that its owner may.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used; null for never.</param>
/// <param name="Made">The names of the tokens made with it and with those.</param>
public sealed record OwnToken(
    string Id,
    string Name,
    ImmutableArray<string>? Scopes,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    IReadOnlyList<string> Made
);
