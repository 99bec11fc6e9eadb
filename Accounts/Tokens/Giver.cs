using System.Collections.Immutable;
using System.Security.Claims;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>
/// Who gives a right, and what bounds it: the token that is used, also through a session it began, or the person behind a
/// session. Nothing that is given has more rights, or lasts longer.
/// </summary>
/// <param name="Id">The token's or person's id.</param>
/// <param name="Role">The role.</param>
/// <param name="Scopes">The scopes; null for all that the role may.</param>
/// <param name="ExpiresAt">When the giver's own right ends; null when it does not end by itself.</param>
public sealed record Giver(string Id, Role Role, ImmutableArray<string>? Scopes, DateTimeOffset? ExpiresAt)
{
    /// <summary>The session in which it is given; null where none is.</summary>
    public string? Session { get; init; }

    /// <summary>What is said when the giver ended while something was given.</summary>
    public static Refusal Ended { get; } =
        new(RefusalCode.Forbidden, "Your token or session has ended. Sign in again or use another token.");

    /// <summary>The giver behind a request.</summary>
    /// <exception cref="InvalidOperationException">It is a visitor's.</exception>
    public static Giver Of(ClaimsPrincipal user)
    {
        var actor = user.Actor() ?? throw new InvalidOperationException("A visitor can't grant rights.");
        return new(user.Token() ?? actor.Id, actor.Role, user.Scopes(), user.ExpiresAt())
        {
            Session = user.Proof() is { Kind: ProofKind.Session } session ? session.Id : null,
        };
    }

    /// <summary>Why a token of a role can't be given; null when it can. Refused: <see cref="RefusalCode.InvalidField"/>.</summary>
    public Refusal? CheckRole(Role role) =>
        Role == Role.Admin || role == Role
            ? null
            : Fields.Invalid("role", "You can't grant a role with more rights than your own.");

    /// <summary>
    /// Why a person can't get a role; null if they can. People have neither scopes nor an expiration, so a token with
    /// either can't create staff. Refused: <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    public Refusal? CheckPersonsRole(Role role) =>
        role == Role.Customer || (Scopes is null && ExpiresAt is null)
            ? null
            : Fields.Invalid("role", "A token with scopes or an expiration can't grant a staff role.");

    /// <summary>Why scopes can't be given; null when they can. Refused: <see cref="RefusalCode.InvalidField"/>.</summary>
    public Refusal? CheckScopes(IReadOnlyList<string?>? asked)
    {
        Given.OptionalList(asked, Identity.Scopes.All.Length, "scopes");
        if (asked?.FirstOrDefault(scope => !Identity.Scopes.All.Contains(scope ?? "")) is { } unknown)
        {
            return Fields.Invalid("scopes", $"Unknown scope: {Fields.Shown(unknown)}.");
        }

        return asked?.Any(scope => scope is null) == true ? Fields.Invalid("scopes", "scopes must contain scope names.")
            : asked?.FirstOrDefault(scope => !Identity.Scopes.Allow(Scopes, scope)) is { } more
                ? Fields.Invalid("scopes", $"Your token is missing the scope {more}.")
            : null;
    }

    /// <summary>Why an end can't be given; null when it can. Refused: <see cref="RefusalCode.InvalidField"/>.</summary>
    /// <param name="until">The end that is asked for; null for none.</param>
    /// <param name="now">The present.</param>
    /// <param name="longest">How far ahead it may lie at most.</param>
    public Refusal? CheckEnd(DateTimeOffset? until, DateTimeOffset now, TimeSpan longest) =>
        until switch
        {
            null => null,
            _ when until <= now => Fields.Invalid("expiresAt", "expiresAt must be in the future."),
            _ when until > now + longest => Fields.Invalid(
                "expiresAt",
                $"expiresAt must be at most {longest.TotalDays:0} days from now."
            ),
            _ when until > ExpiresAt => Fields.Invalid(
                "expiresAt",
                "expiresAt can't be later than the expiration of your own token."
            ),
            _ => null,
        };

    /// <summary>The scopes that are given: those asked for, or the giver's own.</summary>
    public ImmutableArray<string>? ScopesOf(IReadOnlyList<string?>? asked) =>
        asked is null ? Scopes : [.. asked.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
