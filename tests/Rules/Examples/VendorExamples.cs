using System.Collections.Immutable;
using System.Globalization;
using Tallydesk.Credits;
using Tallydesk.Hours;
using Tallydesk.Policy;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Examples;

/// <summary>The vendor's hours and days, thresholds, and what is sold for money (rules D14, F4, H1, H2 and J1 of the policy).</summary>
internal static class VendorExamples
{
    internal static ImmutableArray<Example> All { get; } = [.. Days, .. Hours, .. Thresholds, .. Sold];

    private static IEnumerable<Example> Days =>
        [
            .. HolidaysAndBridges.Select(date => Day(date, "not worked")),
            Day("2026-03-06", "worked"),
            Day("2026-03-07", "not worked"),
            Day("2026-03-08", "not worked"),
            Day("2027-02-20", "worked"),
            new(
                "H1",
                "a date that is both a holiday and an extra working day",
                policy =>
                    IsWorked(
                        policy.Calendar with
                        {
                            ExtraWorkingDays = policy.Calendar.ExtraWorkingDays.Add(new DateOnly(2026, 5, 1)),
                        },
                        "2026-05-01"
                    ),
                "worked"
            ),
        ];

    private static string[] HolidaysAndBridges =>
        [
            "2026-01-01",
            "2026-01-02",
            "2026-01-05",
            "2026-01-06",
            "2026-01-07",
            "2026-01-08",
            "2026-02-23",
            "2026-05-01",
            "2026-05-11",
            "2026-06-12",
            "2026-11-04",
            "2026-12-31",
            "2027-01-01",
            "2027-01-04",
            "2027-01-05",
            "2027-01-06",
            "2027-01-07",
            "2027-01-08",
            "2027-02-22",
            "2027-02-23",
            "2027-03-08",
            "2027-05-03",
            "2027-05-10",
            "2027-06-14",
            "2027-11-04",
            "2027-12-31",
        ];

    private static IEnumerable<Example> Hours =>
        [
            Zone("Asia/Tokyo", "2026-07-01", "14:00 to 23:00"),
            Zone("Asia/Tokyo", "2026-01-14", "14:00 to 23:00"),
            Zone("America/Los_Angeles", "2026-07-01", "22:00 to 07:00"),
            Zone("America/Los_Angeles", "2026-01-14", "21:00 to 06:00"),
        ];

    private static IEnumerable<Example> Thresholds =>
        [Fall(from: 10, to: 9, "told"), Fall(from: 11, to: 10, "silent"), Fall(from: 9, to: 4, "silent")];

    private static IEnumerable<Example> Sold =>
        [
            Offer("25 support credits", "25 credits for 49.00 USD"),
            Offer("50 support credits", "50 credits for 89.00 USD"),
            Offer("100 support credits", "100 credits for 159.00 USD"),
            Offer("30 days of support", "30 days for 120.00 USD"),
            Offer("90 days of support", "90 days for 290.00 USD"),
            Offer("One year of VIP care", "1 years of care for 1450.00 USD"),
            Offer("One year of upgrades", "1 years of upgrades for 195.00 USD"),
        ];

    private static Example Day(string date, string expected) =>
        new("H1", date, policy => IsWorked(policy.Calendar, date), expected);

    private static string IsWorked(WorkingCalendar calendar, string date) =>
        WorkingHours.IsWorkingDay(calendar, DateOnly.Parse(date)) ? "worked" : "not worked";

    private static Example Zone(string zone, string on, string expected) =>
        new("H2", $"{zone}, {on}", policy => Shown(policy, zone, DateOnly.Parse(on)), expected);

    private static string Shown(SupportPolicy policy, string zone, DateOnly on)
    {
        var day = SupportHours.In(policy.Calendar, zone, on).Value!;
        return $"{day.Opens:HH:mm} to {day.Closes:HH:mm}";
    }

    private static Example Fall(long from, long to, string expected) =>
        new(
            "D14",
            $"from {from} to {to} credits",
            policy =>
            {
                var entry = new CreditEntry(EntryKind.Charge, "charge", new(to - from), new(to), []);
                var events = LowBalanceRules.WithFalls(new(from), [entry], policy.LowBalance, At("2026-03-02 09:00"));
                return events.Length > 1 ? "told" : "silent";
            },
            expected
        );

    private static Example Offer(string name, string expected) =>
        new("J1", name, policy => Told(policy.Services.Single(service => service.Name == name)), expected);

    private static string Told(OfferedService service)
    {
        var what = service switch
        {
            { Credits: { } credits } => $"{credits} credits",
            { PeriodDays: { } days } => $"{days} days",
            { CareYears: { } years } => $"{years} years of care",
            _ => $"{service.UpgradeYears} years of upgrades",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what} for {service.Price:F2} {service.Currency}");
    }
}
