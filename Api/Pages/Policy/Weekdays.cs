using System.Collections.Immutable;
using Tallydesk.Policy;

namespace Tallydesk.Pages.Policy;

/// <summary>Days of the week in words.</summary>
internal static class Weekdays
{
    // A week begins on Monday.
    private static readonly ImmutableArray<Weekday> Week =
    [
        .. Enum.GetValues<Weekday>().Where(day => day != Weekday.Sunday),
        Weekday.Sunday,
    ];

    /// <summary>Days as a run where they are one, <c>Monday to Friday</c>, else one by one.</summary>
    public static string Text(ImmutableArray<Weekday> days)
    {
        var places = days.Distinct().Select(day => Week.IndexOf(day)).Order().ToList();
        return places.Count > 2 && places[^1] - places[0] == places.Count - 1
            ? $"{Week[places[0]]} to {Week[places[^1]]}"
            : string.Join(", ", places.Select(place => Week[place]));
    }
}
