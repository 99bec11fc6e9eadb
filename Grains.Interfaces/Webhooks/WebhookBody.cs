using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>A webhook.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">Of what it is told.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="PausedAt">Since when its deliveries wait; absent while they are sent.</param>
/// <param name="Secret">What signs the messages; only in the answer to its making, and to the making of a new one.</param>
public sealed record WebhookBody(
    string Id,
    string Name,
    string Url,
    ImmutableArray<string> Events,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PausedAt,
    string? Secret
)
{
    /// <summary>The token that gave it its address and its events, directly or in a session that it began, or the person who did.</summary>
    public string? Maker { get; init; }

    /// <summary>When it ends, and is told nothing more: with the token it was made with.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
