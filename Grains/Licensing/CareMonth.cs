namespace Tallydesk.Licensing;

/// <summary>A month of VIP care, as a half-open interval (Policy E3).</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The start of the next month, or the end of VIP care.</param>
internal sealed record CareMonth(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>
    /// The month of VIP care that an instant lies in: each begins on the day of the month on which the care began, or on
    /// the last day of a month that has none, and never sticks to the shorter day (Policy E3); care that was renewed keeps
    /// its day. Care that was bought on a day takes that day's anniversary into its last month (Policy B3).
    /// </summary>
    /// <param name="care">The care, with what was bought to follow it.</param>
    /// <param name="at">An instant in it.</param>
    public static CareMonth Of(CareRun care, DateTimeOffset at)
    {
        var months = 0;
        while (care.Start.AddMonths(months + 1) <= care.End)
        {
            months++;
        }

        var month = 0;
        while (month + 1 < months && care.Start.AddMonths(month + 1) <= at)
        {
            month++;
        }

        return new(care.Start.AddMonths(month), month + 1 < months ? care.Start.AddMonths(month + 1) : care.End);
    }

    /// <summary>Whether an instant lies in the month.</summary>
    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;
}
