namespace Tallydesk.Webhooks;

/// <summary>A delivery whose turn it is.</summary>
public sealed class DueDelivery
{
    /// <summary>Names the delivery.</summary>
    public required long Place { get; init; }

    /// <summary>The event's id.</summary>
    public required string Event { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What is sent.</summary>
    public required string Body { get; init; }

    /// <summary>Names the attempt in the log.</summary>
    public long AttemptPlace { get; set; }
}

/// <summary>The current state of a delivery. Times are Unix milliseconds.</summary>
public sealed class Delivery
{
    /// <summary>Names the delivery; newer ones have higher ones.</summary>
    public required long Place { get; init; }

    /// <summary>The webhook's id.</summary>
    public required string Webhook { get; init; }

    /// <summary>The event's id.</summary>
    public required string Event { get; init; }

    /// <summary>What happened.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required long At { get; init; }

    /// <summary>When it is tried next; null when it arrived or was given up.</summary>
    public long? DueAt { get; init; }

    /// <summary>How often it has been tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was last tried.</summary>
    public long? TriedAt { get; init; }

    /// <summary>When it arrived.</summary>
    public long? DeliveredAt { get; init; }

    /// <summary>The HTTP status of the last attempt; null for no response, also while it is in progress.</summary>
    public int? Status { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Failure { get; init; }
}

/// <summary>How an attempt went.</summary>
/// <param name="Status">The answer's HTTP status; null for no answer.</param>
/// <param name="Failure">Why the event did not arrive; null when it did.</param>
/// <param name="Duration">How long it took.</param>
public sealed record AttemptOutcome(int? Status, string? Failure, TimeSpan Duration);

/// <summary>An attempt that has ended.</summary>
/// <param name="Delivery">The delivery, as it was taken.</param>
/// <param name="Outcome">How the attempt went.</param>
/// <param name="Again">When it is tried again; null for never, because it arrived or is given up.</param>
public sealed record EndedAttempt(DueDelivery Delivery, AttemptOutcome Outcome, DateTimeOffset? Again);

/// <summary>One attempt of a delivery, as the log keeps it.</summary>
public sealed class Attempt
{
    /// <summary>The delivery.</summary>
    public required long Delivery { get; init; }

    /// <summary>When it began, in Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>The duration; null while it is in progress, or if its process ended before the outcome was written.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>What was answered, as an HTTP status; null for no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }
}
