using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>Makes reports of what was read.</summary>
public static class ReportRules
{
    internal const int Median = 50;
    internal const int Most = 90;

    private static readonly ImmutableArray<(string Label, TimeSpan Below)> Ages =
    [
        ("Under an hour", TimeSpan.FromHours(1)),
        ("1 to 4 hours", TimeSpan.FromHours(4)),
        ("4 to 24 hours", TimeSpan.FromDays(1)),
        ("1 to 3 days", TimeSpan.FromDays(3)),
        ("3 to 7 days", TimeSpan.FromDays(7)),
        ("Over 7 days", TimeSpan.MaxValue),
    ];

    /// <summary>Tickets by week and category.</summary>
    public static ReportTable Tickets(ReportWeeks weeks, ImmutableArray<ReportedTicket> opened)
    {
        ImmutableArray<Category?> categories =
        [
            .. Enum.GetValues<Category>().Select(category => (Category?)category),
            null,
        ];
        var rows = Weekly(
            weeks,
            opened,
            ticket => ticket.OpenedAt,
            ofWeek =>
                [.. categories.Select(category => (long?)ofWeek.Count(ticket => ticket.Card.Category == category))]
        );
        return new(
            ReportName.Tickets,
            "Tickets opened by category",
            "Week of",
            [.. categories.Select(category => category is { } one ? Word(one) : "Not assessed")],
            categories.Length,
            rows
        );
    }

    /// <summary>Credits by week and kind, as they changed balances: charges and what was voided are taken, so they count against.</summary>
    public static ReportTable Credits(ReportWeeks weeks, ImmutableArray<Movement> movements)
    {
        var kinds = Enum.GetValues<EntryKind>();
        var sums = movements.ToLookup(movement => (movement.Week, movement.Kind), movement => movement.Credits);
        var rows = Enumerable
            .Range(0, weeks.Count)
            .Select(week => new ReportRow(
                weeks.LabelOf(week),
                [.. kinds.Select(kind => (long?)CreditAmount.Sum(sums[(week, StoredNames.Of(kind))]).Value)]
            ));
        return new(
            ReportName.Credits,
            "Credits added and used",
            "Week of",
            [.. kinds.Select(Word)],
            kinds.Length,
            [.. rows]
        );
    }

    /// <summary>First responses and response targets by week. A ticket counts in the week it was opened, a promise in the week it was answered.</summary>
    public static ReportTable Answers(
        ReportWeeks weeks,
        ImmutableArray<ReportedTicket> opened,
        ImmutableArray<AnsweredPromise> promises
    )
    {
        var promised = promises.ToLookup(promise => weeks.IndexOf(promise.AnsweredAt));
        var rows = Weekly(
            weeks,
            opened,
            ticket => ticket.OpenedAt,
            ofWeek =>
            {
                var waits = WaitsOf(ofWeek);
                return [Percentile(waits, Median), Percentile(waits, Most), waits.Length, ofWeek.Length - waits.Length];
            }
        );
        return new(
            ReportName.Answers,
            "First responses and response targets",
            "Week of",
            ["Median minutes", "90th percentile minutes", "Answered", "Unanswered", "Targets met", "Targets missed"],
            2,
            [
                .. rows.Select(
                    (row, week) =>
                        row with
                        {
                            Values =
                            [
                                .. row.Values,
                                promised[week].Count(promise => promise.IsMet),
                                promised[week].Count(promise => !promise.IsMet),
                            ],
                        }
                ),
            ]
        );
    }

    /// <summary>Tickets that wait for an answer, by age.</summary>
    public static ReportTable Backlog(IEnumerable<TicketCard> queue, DateTimeOffset now)
    {
        var waiting = queue
            .Where(card => card.WaitingSince is not null)
            .ToLookup(card => Ages.First(age => now - card.WaitingSince < age.Below).Label);
        return new(
            ReportName.Backlog,
            "Waiting for an answer",
            "Waiting",
            ["Assigned", "Unassigned"],
            2,
            [
                .. Ages.Select(age => new ReportRow(
                    age.Label,
                    [
                        waiting[age.Label].Count(card => card.Assignee is not null),
                        waiting[age.Label].Count(card => card.Assignee is null),
                    ]
                )),
            ]
        );
    }

    /// <summary>Tickets by engineer.</summary>
    public static ReportTable Engineers(ImmutableArray<ReportedTicket> opened) =>
        new(
            ReportName.Engineers,
            "By engineer",
            "Engineer",
            ["Tickets", "Finished", "Median minutes to first response", "Credits charged"],
            2,
            Grouped(opened, ticket => ticket.Card.Assignee?.Name ?? "Nobody")
        );

    /// <summary>Tickets by edition.</summary>
    public static ReportTable Editions(ImmutableArray<ReportedTicket> opened) =>
        new(
            ReportName.Editions,
            "By edition",
            "Edition",
            ["Tickets", "Finished", "Median minutes to first response", "Credits charged"],
            2,
            Grouped(opened, ticket => ticket.Card.Edition)
        );

    /// <summary>The value below or at which so many of a hundred lie (nearest rank); null of none.</summary>
    public static long? Percentile(ImmutableArray<long> values, int percent) =>
        values.IsEmpty ? null : values.Sort()[(int)Math.Ceiling(percent / 100.0 * values.Length) - 1];

    private static ImmutableArray<ReportRow> Grouped(
        ImmutableArray<ReportedTicket> opened,
        Func<ReportedTicket, string> label
    ) =>
        [
            .. opened
                .GroupBy(label, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new ReportRow(
                    group.Key,
                    [
                        group.Count(),
                        group.Count(ticket => !ticket.Card.InQueue),
                        Percentile(WaitsOf([.. group]), Median),
                        CreditAmount.Sum(group.Select(ticket => ticket.Card.Charged)).Value,
                    ]
                )),
        ];

    private static ImmutableArray<ReportRow> Weekly<T>(
        ReportWeeks weeks,
        ImmutableArray<T> all,
        Func<T, DateTimeOffset> at,
        Func<ImmutableArray<T>, ImmutableArray<long?>> values
    )
    {
        var byWeek = all.ToLookup(one => weeks.IndexOf(at(one)));
        return
        [
            .. Enumerable
                .Range(0, weeks.Count)
                .Select(week => new ReportRow(weeks.LabelOf(week), values([.. byWeek[week]]))),
        ];
    }

    /// <summary>
    /// Whole minutes from the customer's first message to the first answer, of those that were answered. Never negative,
    /// whatever the clocks of the machines said that wrote them.
    /// </summary>
    internal static ImmutableArray<long> WaitsOf(ImmutableArray<ReportedTicket> tickets) =>
        [
            .. tickets
                .Select(ticket => ticket.AnsweredAt - ticket.FirstAskedAt)
                .OfType<TimeSpan>()
                .Select(wait => Math.Max(0, (long)wait.TotalMinutes)),
        ];

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(
            value.ToString().Select((c, at) => at > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}")
        );
}
