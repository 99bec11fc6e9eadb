using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its purpose.</param>
/// <param name="Url">The URL that receives the events.</param>
/// <param name="Events">The events that it receives.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="PausedAt">When it was paused; absent while deliveries are sent.</param>
/// <param name="Secret">The signing secret; only in the response that creates the webhook or a new secret.</param>
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
    /// <summary>The token that set its URL and events, directly or in a session started with it, or the person who did.</summary>
    public string? Maker { get; init; }

    /// <summary>When it expires, together with the token that created it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
