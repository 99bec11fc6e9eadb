using System.Collections.Immutable;

namespace Tallydesk.Identity;

/// <summary>A new token.</summary>
/// <param name="Name">The bearer's name, 1 to 200 characters.</param>
/// <param name="Role">The bearer's role.</param>
/// <param name="CustomerId">The customer whom a customer's token acts for; absent for all other roles.</param>
/// <param name="Scopes">What it may do, such as <c>tickets:read</c>; absent for all that its role may.</param>
/// <param name="ExpiresAt">When it ends, within two years; absent for a program that runs until its token is revoked.</param>
internal sealed record NewToken(
    string? Name,
    Role? Role,
    string? CustomerId,
    IReadOnlyList<string?>? Scopes,
    DateTimeOffset? ExpiresAt
);

/// <summary>A token that was made. Its text is shown here and never again.</summary>
/// <param name="Id">Names the token, and its bearer in the history.</param>
/// <param name="Token">The text to send.</param>
internal sealed record MadeToken(string Id, string Token);

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
internal sealed record TokenBody(
    string Id,
    string Name,
    Role Role,
    string? CustomerId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt,
    ImmutableArray<string>? Scopes,
    DateTimeOffset? ExpiresAt,
    string? Owner,
    DateTimeOffset? LastUsedAt
)
{
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
            token.LastUsedAt
        );
}
