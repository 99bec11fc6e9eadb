using System.Collections.Immutable;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>A new webhook.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Url">The URL: HTTPS on port 443, or a configured internal host.</param>
/// <param name="Events">The events that it receives, such as <c>ticket.opened</c>; at least one.</param>
[Stored("newWebhook")]
public sealed record NewWebhook(string? Name, string? Url, IReadOnlyList<string?>? Events);

/// <summary>Changes of a webhook; what is absent stays.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Url">The URL that receives the events.</param>
/// <param name="Events">The events that it receives; at least one.</param>
/// <param name="Paused">Whether its deliveries wait. What happens during a pause is sent when it ends.</param>
[Stored("webhookChanges")]
public sealed record WebhookChanges(string? Name, string? Url, IReadOnlyList<string?>? Events, bool? Paused);

/// <summary>A type of webhook event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What happened.</param>
public sealed record EventTypeBody(string Name, string Meaning);

/// <summary>The state of a delivery.</summary>
public enum DeliveryState
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
/// <param name="State">Its state.</param>
/// <param name="Attempts">How often it has been tried.</param>
/// <param name="TriedAt">When it was last tried.</param>
/// <param name="Status">What the last attempt was answered, as an HTTP status; absent for no answer.</param>
/// <param name="Failure">Why the last attempt failed.</param>
/// <param name="NextAt">When it is tried next.</param>
/// <param name="Log">The newest 50 attempts, oldest first.</param>
public sealed record DeliveryBody(
    long Id,
    string EventId,
    string Type,
    DateTimeOffset At,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? TriedAt,
    int? Status,
    string? Failure,
    DateTimeOffset? NextAt,
    ImmutableArray<AttemptBody> Log
)
{
    /// <summary>A delivery with its attempts as its body.</summary>
    public static DeliveryBody Of(Delivery delivery, IEnumerable<Attempt> attempts) =>
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
            delivery.DueAt.ToInstant(),
            [.. attempts.Select(AttemptBody.Of)]
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

/// <summary>One attempt of a delivery.</summary>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">The duration; absent while it is in progress, or if the process ended before the outcome was known.</param>
/// <param name="Status">What was answered, as an HTTP status; absent for no answer.</param>
/// <param name="Failure">Why it failed; absent when the event arrived.</param>
public sealed record AttemptBody(DateTimeOffset At, long? Milliseconds, int? Status, string? Failure)
{
    /// <summary>An attempt as its body.</summary>
    public static AttemptBody Of(Attempt attempt) =>
        new(DateTimeOffset.FromUnixTimeMilliseconds(attempt.At), attempt.Milliseconds, attempt.Status, attempt.Failure);
}
