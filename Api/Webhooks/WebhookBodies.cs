using System.Collections.Immutable;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>A new webhook.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Url">Where it is told: HTTPS on port 443, or a host that the settings name.</param>
/// <param name="Events">Of what it is told, such as <c>ticket.opened</c>; at least one.</param>
internal sealed record NewWebhook(string? Name, string? Url, IReadOnlyList<string?>? Events);

/// <summary>Changes of a webhook; what is absent stays.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">Of what it is told; at least one.</param>
/// <param name="Paused">Whether it is told nothing for now. What happens meanwhile is not told later.</param>
internal sealed record WebhookChanges(string? Name, string? Url, IReadOnlyList<string?>? Events, bool? Paused);

/// <summary>A webhook.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">Of what it is told.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="PausedAt">Since when it is told nothing; absent while it is told.</param>
/// <param name="Secret">What signs the messages; only in the answer to its making, and to the making of a new one.</param>
internal sealed record WebhookBody(
    string Id,
    string Name,
    string Url,
    ImmutableArray<string> Events,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PausedAt,
    string? Secret
)
{
    /// <summary>A webhook as its body, without its secret.</summary>
    public static WebhookBody Of(Webhook webhook) =>
        new(
            webhook.Id,
            webhook.Name,
            webhook.Url.AbsoluteUri,
            webhook.Events,
            webhook.CreatedAt,
            webhook.PausedAt,
            Secret: null
        );
}

/// <summary>Something that webhooks are told of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What happened.</param>
internal sealed record EventTypeBody(string Name, string Meaning);

/// <summary>How a delivery stands.</summary>
internal enum DeliveryState
{
    /// <summary>It has not been tried.</summary>
    Waiting,

    /// <summary>It did not arrive, and is tried again.</summary>
    Retrying,

    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>It did not arrive, and is not tried again by itself.</summary>
    GivenUp,
}

/// <summary>An event on its way to a webhook, or arrived.</summary>
/// <param name="Id">Names the delivery.</param>
/// <param name="EventId">The event's id, as the header <c>webhook-id</c> tells it.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When it happened.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attempts">How often it has been tried.</param>
/// <param name="TriedAt">When it was last tried.</param>
/// <param name="Status">What the last attempt was answered, as an HTTP status; absent for no answer.</param>
/// <param name="Failure">Why the last attempt failed.</param>
/// <param name="NextAt">When it is tried next.</param>
internal sealed record DeliveryBody(
    long Id,
    string EventId,
    string Type,
    DateTimeOffset At,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? TriedAt,
    int? Status,
    string? Failure,
    DateTimeOffset? NextAt
)
{
    /// <summary>A delivery as its body.</summary>
    public static DeliveryBody Of(Delivery delivery) =>
        new(
            delivery.Place,
            delivery.Event,
            delivery.Type,
            DateTimeOffset.FromUnixTimeMilliseconds(delivery.At),
            StateOf(delivery),
            delivery.Attempts,
            delivery.TriedAt.ToInstant(),
            delivery.Status,
            delivery.Failure,
            delivery.DueAt.ToInstant()
        );

    private static DeliveryState StateOf(Delivery delivery) =>
        delivery switch
        {
            { DeliveredAt: not null } => DeliveryState.Delivered,
            { DueAt: null } => DeliveryState.GivenUp,
            { Attempts: 0 } => DeliveryState.Waiting,
            _ => DeliveryState.Retrying,
        };
}
