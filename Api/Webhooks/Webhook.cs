using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>Somebody's program that is told of what happens.</summary>
/// <param name="Id"><c>whk-</c> and a hash of the command that made it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">Of what it is told: names of <see cref="EventType"/>s, in their order.</param>
/// <param name="Secrets">By what it knows that the desk tells it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Since">What happened before is not told.</param>
/// <param name="PausedAt">Since when it is told nothing; null while it is.</param>
internal sealed record Webhook(
    string Id,
    string Name,
    Uri Url,
    ImmutableArray<string> Events,
    WebhookSecrets Secrets,
    DateTimeOffset CreatedAt,
    DateTimeOffset Since,
    DateTimeOffset? PausedAt
)
{
    /// <summary>The prefix of every webhook's id.</summary>
    public const string Prefix = "whk-";

    /// <summary>Whether it is told of what happened at an instant.</summary>
    public bool IsToldOf(DateTimeOffset at) => at >= Since && !(at >= PausedAt);
}
