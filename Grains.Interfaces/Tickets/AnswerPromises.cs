namespace Tallydesk.Tickets;

/// <summary>The response targets of a ticket under VIP care, for staff (Policy E2).</summary>
/// <param name="Met">Targets met.</param>
/// <param name="Breached">Targets missed.</param>
/// <param name="Last">The last answered target; null if there is none.</param>
/// <param name="Running">The open target; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answer-promises")]
public sealed record AnswerPromises(
    [property: Id(0)] int Met,
    [property: Id(1)] int Breached,
    [property: Id(2)] AnsweredPromise? Last,
    [property: Id(3)] RunningPromise? Running
);

/// <summary>An answered response target. A fact that later changes to the calendar or VIP care don't affect (Policy H1).</summary>
/// <param name="AskedAt">The oldest message that was waiting.</param>
/// <param name="DueAt">When the answer was due.</param>
/// <param name="AnsweredAt">When it came.</param>
/// <param name="IsMet">Whether it came by <paramref name="DueAt"/>.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answered-promise")]
public sealed record AnsweredPromise(
    [property: Id(0)] DateTimeOffset AskedAt,
    [property: Id(1)] DateTimeOffset DueAt,
    [property: Id(2)] DateTimeOffset AnsweredAt,
    [property: Id(3)] bool IsMet
);

/// <summary>An open response target.</summary>
/// <param name="AskedAt">The oldest message that is waiting.</param>
/// <param name="DueAt">When the answer is due; follows calendar changes until it has passed (Policy H1).</param>
/// <param name="IsBreached">Whether that has passed.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.running-promise")]
public sealed record RunningPromise(
    [property: Id(0)] DateTimeOffset AskedAt,
    [property: Id(1)] DateTimeOffset DueAt,
    [property: Id(2)] bool IsBreached
);
