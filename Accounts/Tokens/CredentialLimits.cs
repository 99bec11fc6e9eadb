using System.Collections.Immutable;

namespace Tallydesk.Identity;

/// <summary>The part of an actor's rights that a credential allows.</summary>
/// <param name="Scopes">The scopes (<see cref="Identity.Scopes"/>); null for all that the role has.</param>
/// <param name="ExpiresAt">When it expires; null for never.</param>
/// <param name="LacksSecondFactor">Whether two-factor authentication has to be set up first.</param>
public sealed record CredentialLimits(
    ImmutableArray<string>? Scopes = null,
    DateTimeOffset? ExpiresAt = null,
    bool LacksSecondFactor = false
)
{
    /// <summary>The token behind it, which may have begun a session; null for what a person proved themselves.</summary>
    public string? Token { get; init; }

    /// <summary>When the person last authenticated in a session; null if it is not a session.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>All that the actor may.</summary>
    public static CredentialLimits Whole { get; } = new();
}
