namespace Tallydesk.Policy;

/// <summary>The response terms of VIP care from an instant until the next terms (Policy E2, H1).</summary>
/// <param name="From">When a policy version introduced them.</param>
/// <param name="Calendar">The support hours.</param>
/// <param name="WorkingHours">Working hours until a response is due.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answer-terms")]
public sealed record AnswerTerms(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] WorkingCalendar Calendar,
    [property: Id(2)] int WorkingHours
);
