using System.Collections.Immutable;

namespace Tallydesk.Identity;

/// <summary>What a proof allows of that which its actor may.</summary>
/// <param name="Scopes">The scopes (<see cref="Identity.Scopes"/>); null for all that the role may.</param>
/// <param name="ExpiresAt">When it ends by itself; null when it does not.</param>
/// <param name="LacksSecondFactor">Whether a second factor has to be set up before all else.</param>
public sealed record Grant(
    ImmutableArray<string>? Scopes = null,
    DateTimeOffset? ExpiresAt = null,
    bool LacksSecondFactor = false
)
{
    /// <summary>The token behind it, which may have begun a session; null for what a person proved themselves.</summary>
    public string? Token { get; init; }

    /// <summary>When somebody last proved in a session who they are; null for what is no session.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>All that the actor may.</summary>
    public static Grant Whole { get; } = new();
}
