using System.Collections.Immutable;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>Who pays for a ticket, and by which interval (Policy B1).</summary>
/// <param name="Basis">Who pays.</param>
/// <param name="Interval">The interval that applies; for credits the license's last one, which does not.</param>
/// <param name="Rules">The ids of the rules that decided, in their order.</param>
public sealed record Coverage(CoverageBasis Basis, CoverageInterval? Interval, ImmutableArray<string> Rules);

/// <summary>Coverage: decided for the instant the question was asked, whenever it is answered (Policy B1, B2).</summary>
public static class CoverageRules
{
    /// <summary>The last year that coverage reckons with.</summary>
    internal const int LastYear = 2200;

    private const int FirstYear = 1990;

    /// <summary>Why a purchase's time can't be used; null when it can.</summary>
    /// <remarks>
    /// Refused: <see cref="RefusalCode.InvalidField"/> unless exactly one of instant and date is given, in the years 1990
    /// to 2200, so that no interval leaves the calendar.
    /// </remarks>
    internal static Refusal? RefusePurchase(DateTimeOffset? purchasedAt, DateOnly? purchasedOn) =>
        (purchasedAt, purchasedOn) switch
        {
            ({ Year: >= FirstYear and <= LastYear }, null) or (null, { Year: >= FirstYear and <= LastYear }) => null,
            ({ }, null) => Fields.Invalid("purchasedAt", $"purchasedAt must be between {FirstYear} and {LastYear}."),
            (null, { }) => Fields.Invalid("purchasedOn", $"purchasedOn must be between {FirstYear} and {LastYear}."),
            _ => Fields.Invalid("purchasedAt", "Set either purchasedAt or purchasedOn."),
        };

    /// <summary>What a license covers from its purchase on. Exactly one of instant and date is given.</summary>
    internal static LicenseCoverage CoverageOf(
        SupportPolicy policy,
        Benefit benefit,
        DateTimeOffset? purchasedAt,
        DateOnly? purchasedOn,
        UpgradeSubscription subscription
    ) => new(IntervalOf(policy, benefit, purchasedAt, purchasedOn) is { } interval ? [interval] : [], subscription);

    /// <summary>
    /// The support period or VIP care that starts with a purchase, at the policy's offset; null if the license includes
    /// credits. Known to the instant, a period of n days is n × 24 hours and a year of care a calendar year (29 February
    /// → 28 February). Known to the day only, it begins at 00:00 of that day and takes in the whole last day
    /// (Policy B3, B4).
    /// </summary>
    /// <exception cref="ArgumentException">Neither instant nor date is given, or both.</exception>
    internal static CoverageInterval? IntervalOf(
        SupportPolicy policy,
        Benefit benefit,
        DateTimeOffset? purchasedAt,
        DateOnly? purchasedOn
    )
    {
        var start = (purchasedAt, purchasedOn) switch
        {
            ({ } at, null) => at.ToOffset(policy.Calendar.UtcOffset),
            (null, { } on) => new DateTimeOffset(on, TimeOnly.MinValue, policy.Calendar.UtcOffset),
            _ => throw new ArgumentException("A purchase needs either a time or a date.", nameof(purchasedAt)),
        };
        var lastDay = TimeSpan.FromDays(purchasedOn is null ? 0 : 1);
        return benefit switch
        {
            { PeriodDays: > 0 } => new(CoverageBasis.SupportPeriod, start, start.AddDays(benefit.PeriodDays) + lastDay),
            { CareYears: > 0 } => new(CoverageBasis.Vip, start, start.AddYears(benefit.CareYears) + lastDay),
            _ => null,
        };
    }

    /// <summary>
    /// Who pays, in the order of Policy B1: security bug (G1), product bug (G2), VIP care in scope (B8), support period in
    /// scope (B5), else credits (B6). Depends on nothing that comes after the question, so an answer given later is covered
    /// as well (B2); another category is judged by its own scope (B7). Only the named license counts (E6).
    /// </summary>
    /// <param name="license">What the named license covers.</param>
    /// <param name="askedAt">When the question was asked.</param>
    /// <param name="category">What it asks for.</param>
    /// <param name="broughtByCare">Whether VIP care, if active, also includes this upgrade or minor modification (Policy E3, E4).</param>
    public static Coverage Decide(
        LicenseCoverage license,
        DateTimeOffset askedAt,
        Category category,
        bool broughtByCare = false
    )
    {
        var care = license.At(CoverageBasis.Vip, askedAt);
        var period = license.At(CoverageBasis.SupportPeriod, askedAt);
        var last = license.Intervals.LastOrDefault();
        return category switch
        {
            Category.SecurityBug => new(CoverageBasis.SecurityBug, care ?? period, ["B1", "G1"]),
            Category.ProductBug => new(CoverageBasis.ProductBug, care ?? period, ["B1", "G2"]),
            _ when care is not null && (broughtByCare || IsInCareScope(category)) => new(
                CoverageBasis.Vip,
                care,
                ["B4", "B8"]
            ),
            _ when period is not null && IsInPeriodScope(category) => new(
                CoverageBasis.SupportPeriod,
                period,
                ["B3", "B5"]
            ),
            _ when care is not null => new(CoverageBasis.Credits, care, ["B4", "B8"]),
            _ when period is not null => new(CoverageBasis.Credits, period, ["B3", "B6"]),
            _ => new(CoverageBasis.Credits, last, last is null ? ["B1"] : ["B1", IntervalRule(last)]),
        };
    }

    /// <summary>Whether a support period takes the category in, without limit (Policy B5, B6).</summary>
    internal static bool IsInPeriodScope(Category category) => category is Category.Question or Category.Configuration;

    /// <summary>Whether VIP care takes the category in, without limit (Policy B8).</summary>
    internal static bool IsInCareScope(Category category) =>
        category is Category.Question or Category.Configuration or Category.Investigation;

    private static string IntervalRule(CoverageInterval interval) => interval.Basis == CoverageBasis.Vip ? "B4" : "B3";
}
