namespace Tallydesk.Tickets;

/// <summary>What VIP care promised on a ticket, for staff (Policy E2).</summary>
/// <param name="Met">Answers that came in time.</param>
/// <param name="Breached">Answers that came late.</param>
/// <param name="Last">The last answer that was promised; null before any.</param>
/// <param name="Running">The promise that waits for an answer; null when none does.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answer-promises")]
public sealed record AnswerPromises(
    [property: Id(0)] int Met,
    [property: Id(1)] int Breached,
    [property: Id(2)] AnsweredPromise? Last,
    [property: Id(3)] RunningPromise? Running
);

/// <summary>An answer that was promised and came. A fact: no changed calendar and no ended care touches it (Policy H1).</summary>
/// <param name="AskedAt">The oldest message that waited.</param>
/// <param name="DueAt">Until when an answer was promised.</param>
/// <param name="AnsweredAt">When it came.</param>
/// <param name="IsMet">Whether it came at <paramref name="DueAt"/> or before.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answered-promise")]
public sealed record AnsweredPromise(
    [property: Id(0)] DateTimeOffset AskedAt,
    [property: Id(1)] DateTimeOffset DueAt,
    [property: Id(2)] DateTimeOffset AnsweredAt,
    [property: Id(3)] bool IsMet
);

/// <summary>An answer that is promised and has not come.</summary>
/// <param name="AskedAt">The oldest message that waits.</param>
/// <param name="DueAt">Until when an answer is promised; follows a changed calendar until it has passed (Policy H1).</param>
/// <param name="IsBreached">Whether that has passed.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.running-promise")]
public sealed record RunningPromise(
    [property: Id(0)] DateTimeOffset AskedAt,
    [property: Id(1)] DateTimeOffset DueAt,
    [property: Id(2)] bool IsBreached
);
