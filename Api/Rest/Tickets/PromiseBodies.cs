namespace Tallydesk.Tickets;

/// <summary>What VIP care promised on a ticket, and how it was kept.</summary>
/// <param name="Met">Answers that came in time.</param>
/// <param name="Breached">Answers that came late.</param>
/// <param name="Last">The last answer that was promised.</param>
/// <param name="Running">The promise that waits for an answer.</param>
internal sealed record PromisesBody(int Met, int Breached, AnsweredPromiseBody? Last, RunningPromiseBody? Running)
{
    /// <summary>Promises as their body; null where nothing was ever promised.</summary>
    public static PromisesBody? Of(AnswerPromises? promises) =>
        promises is null or { Last: null, Running: null }
            ? null
            : new(
                promises.Met,
                promises.Breached,
                promises.Last is { } last ? new(last.AskedAt, last.DueAt, last.AnsweredAt, last.IsMet) : null,
                promises.Running is { } running ? new(running.AskedAt, running.DueAt, running.IsBreached) : null
            );
}

/// <summary>An answer that was promised and came.</summary>
/// <param name="AskedAt">The oldest message that waited.</param>
/// <param name="DueAt">Until when an answer was promised.</param>
/// <param name="AnsweredAt">When it came.</param>
/// <param name="Met">Whether it came at <c>dueAt</c> or before.</param>
internal sealed record AnsweredPromiseBody(
    DateTimeOffset AskedAt,
    DateTimeOffset DueAt,
    DateTimeOffset AnsweredAt,
    bool Met
);

/// <summary>An answer that is promised and has not come.</summary>
/// <param name="AskedAt">The oldest message that waits.</param>
/// <param name="DueAt">Until when an answer is promised.</param>
/// <param name="Breached">Whether that has passed.</param>
internal sealed record RunningPromiseBody(DateTimeOffset AskedAt, DateTimeOffset DueAt, bool Breached);
