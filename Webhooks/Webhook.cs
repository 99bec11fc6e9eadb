using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>A webhook: a program that receives events.</summary>
/// <param name="Id"><c>whk-</c> and a hash of the command that made it.</param>
/// <param name="Name">Its purpose.</param>
/// <param name="Url">The URL that receives the events.</param>
/// <param name="Events">The events that it receives: names of <see cref="EventType"/>s, in order.</param>
/// <param name="Secrets">Sign what it is sent; null where the stored ones can't be decrypted: it is sent nothing until it has a new one.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Since">From when on it is sent rows that were written before places were kept.</param>
/// <param name="Start">From which place on it is sent what happens.</param>
/// <param name="PausedAt">Since when its deliveries wait; null while they are sent.</param>
public sealed record Webhook(
    string Id,
    string Name,
    Uri Url,
    ImmutableArray<string> Events,
    WebhookSecrets? Secrets,
    DateTimeOffset CreatedAt,
    DateTimeOffset Since,
    Place Start,
    DateTimeOffset? PausedAt
)
{
    /// <summary>
    /// Who gave it its address and its events: the token that was used, also through a session it began, or the person
    /// behind a session; null where that is not known.
    /// </summary>
    public string? Maker { get; init; }

    /// <summary>When it ends: with the token it was made with; null when it does not end by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The prefix of every webhook's id.</summary>
    public const string Prefix = "whk-";

    /// <summary>From where on to read for some webhooks: what lies before the starts of all of them is left out.</summary>
    /// <param name="webhooks">The webhooks; at least one.</param>
    /// <param name="read">Up to where all has been read.</param>
    public static Place StartOf(IReadOnlyList<Webhook> webhooks, Place read)
    {
        var first = webhooks
            .Select(webhook => webhook.Start)
            .Aggregate((one, other) => other.IsBefore(one) ? other : one);
        return read.IsBefore(first) ? first : read;
    }

    /// <summary>The webhook as it is shown, without its secret.</summary>
    public WebhookBody ToBody() =>
        new(Id, Name, Url.AbsoluteUri, Events, CreatedAt, PausedAt, Secret: null)
        {
            Maker = Maker,
            ExpiresAt = ExpiresAt,
        };

    /// <summary>Whether it has not ended.</summary>
    public bool HoldsAt(DateTimeOffset now) => !(ExpiresAt <= now);

    /// <summary>Whether it is sent what a row tells. A pause makes no difference: its deliveries wait until it ends.</summary>
    public bool IsToldOf(Happening row) =>
        !(row.At >= ExpiresAt?.ToUnixTimeMilliseconds())
        && (
            row.Epoch > 0
                ? !row.Place.IsBefore(Start)
                : row.At >= Since.ToUnixTimeMilliseconds() && !(row.At >= PausedAt?.ToUnixTimeMilliseconds())
        );
}
