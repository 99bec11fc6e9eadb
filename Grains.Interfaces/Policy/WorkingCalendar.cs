using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tallydesk.Policy;

/// <summary>When support works: the same hours on every working day, at one offset from UTC all year (Policy H1).</summary>
/// <param name="UtcOffset">The business zone, −14:00 to +14:00 in whole minutes, written <c>+04:00</c>.</param>
/// <param name="Open">When a working day begins: the time since midnight in whole minutes, written <c>09:00</c>.</param>
/// <param name="Close">
/// When it ends, later than <paramref name="Open"/> and at most <c>24:00</c>, the midnight that ends the day; this instant
/// still belongs to the day.
/// </param>
/// <param name="Days">The weekdays that are worked, at least one.</param>
/// <param name="Holidays">Dates that are not worked.</param>
/// <param name="ExtraWorkingDays">Dates that are worked whatever else says otherwise.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.working-calendar")]
public sealed record WorkingCalendar(
    [property: Id(0), JsonConverter(typeof(UtcOffsetConverter))] TimeSpan UtcOffset,
    [property: Id(1), JsonConverter(typeof(HourMinuteConverter))] TimeSpan Open,
    [property: Id(2), JsonConverter(typeof(HourMinuteConverter))] TimeSpan Close,
    [property: Id(3)] ImmutableArray<Weekday> Days,
    [property: Id(4)] ImmutableArray<DateOnly> Holidays,
    [property: Id(5)] ImmutableArray<DateOnly> ExtraWorkingDays
);

/// <summary>A day of the week, numbered as <see cref="DayOfWeek"/> is.</summary>
public enum Weekday
{
    /// <summary>Sunday.</summary>
    [JsonStringEnumMemberName("Sun")]
    Sunday,

    /// <summary>Monday.</summary>
    [JsonStringEnumMemberName("Mon")]
    Monday,

    /// <summary>Tuesday.</summary>
    [JsonStringEnumMemberName("Tue")]
    Tuesday,

    /// <summary>Wednesday.</summary>
    [JsonStringEnumMemberName("Wed")]
    Wednesday,

    /// <summary>Thursday.</summary>
    [JsonStringEnumMemberName("Thu")]
    Thursday,

    /// <summary>Friday.</summary>
    [JsonStringEnumMemberName("Fri")]
    Friday,

    /// <summary>Saturday.</summary>
    [JsonStringEnumMemberName("Sat")]
    Saturday,
}
