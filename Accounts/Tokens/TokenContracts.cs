using System.Collections.Immutable;
using Tallydesk.People;
using Tallydesk.Webhooks;

namespace Tallydesk.Identity;

/// <summary>A new token.</summary>
/// <param name="Name">The bearer's name, 1 to 200 characters.</param>
/// <param name="Role">The bearer's role.</param>
/// <param name="CustomerId">The customer whom a customer's token acts for; absent for all other roles.</param>
/// <param name="Scopes">What it may do, such as <c>tickets:read</c>; absent for all that its role and the caller's token may.</param>
/// <param name="ExpiresAt">When it ends, within two years and no later than the caller's token; absent for when that does.</param>
public sealed record NewToken(
    string? Name,
    Role? Role,
    string? CustomerId,
    IReadOnlyList<string?>? Scopes,
    DateTimeOffset? ExpiresAt
);

/// <summary>A token of one's own.</summary>
/// <param name="Name">What it is for, 1 to 200 characters.</param>
/// <param name="Scopes">What it may do; absent for all that the caller may.</param>
/// <param name="ExpiresAt">When it ends, within a year; in 90 days when absent.</param>
public sealed record NewOwnToken(string? Name, IReadOnlyList<string?>? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>A token that was made. Its text is shown here and never again.</summary>
/// <param name="Id">Names the token, and its bearer in the history.</param>
/// <param name="Token">The text to send.</param>
public sealed record MadeToken(string Id, string Token);

/// <summary>How a token is revoked.</summary>
/// <param name="KeepMade">Whether the tokens, webhooks and invitations made with it stay; they go with it when absent. People who have accepted stay in any case.</param>
public sealed record TokenRevocation(bool? KeepMade);

/// <summary>A token as admins see it.</summary>
/// <param name="Id">Names the token, and its bearer in the history.</param>
/// <param name="Name">The bearer's name.</param>
/// <param name="Role">The bearer's role.</param>
/// <param name="CustomerId">The customer whom it acts for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">Since when it no longer holds.</param>
/// <param name="Scopes">What it may do below its role; absent for all of it.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Owner">The person or token whose own it is.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
/// <param name="Maker">The token it was made with, directly or in a session that it began, or the person who made it.</param>
public sealed record TokenBody(
    string Id,
    string Name,
    Role Role,
    string? CustomerId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt,
    ImmutableArray<string>? Scopes,
    DateTimeOffset? ExpiresAt,
    string? Owner,
    DateTimeOffset? LastUsedAt,
    string? Maker
)
{
    /// <summary>Where a token is revoked: the tokens made with it and with those, oldest first; at most 100.</summary>
    public IReadOnlyList<TokenBody>? Made { get; init; }

    /// <summary>Where a token is revoked: the webhooks made with it and with those tokens, which end unless they are kept; at most 100.</summary>
    public IReadOnlyList<WebhookBody>? Webhooks { get; init; }

    /// <summary>
    /// Where a token is revoked: the people invited with it and with those tokens; at most 100. Unless they are kept, those
    /// who have not accepted are disabled. Who has accepted stays.
    /// </summary>
    public IReadOnlyList<PersonBody>? Invited { get; init; }

    /// <summary>A token as its body.</summary>
    public static TokenBody Of(Token token) =>
        new(
            token.Id,
            token.Name,
            token.Role,
            token.Customer?.Value,
            token.CreatedAt,
            token.RevokedAt,
            token.Scopes,
            token.ExpiresAt,
            token.Owner,
            token.LastUsedAt,
            token.Maker
        );

    /// <summary>A revoked token as its body.</summary>
    public static TokenBody Of(RevokedToken revoked) =>
        Of(revoked.Token) with
        {
            Made = [.. revoked.Made.Select(made => Of(made))],
            Webhooks = revoked.Webhooks,
            Invited = [.. revoked.Invited.Select(PersonBody.Of)],
        };
}
