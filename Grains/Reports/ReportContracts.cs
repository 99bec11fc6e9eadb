using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>What a report is about.</summary>
public enum ReportName
{
    /// <summary>Tickets opened, by week and category.</summary>
    Tickets,

    /// <summary>Credits that came and went, by week and kind.</summary>
    Credits,

    /// <summary>How soon tickets were first answered, and promises kept, by week.</summary>
    Answers,

    /// <summary>Tickets that wait for an answer now, by how long.</summary>
    Backlog,

    /// <summary>Tickets opened, by the engineer who has them.</summary>
    Engineers,

    /// <summary>Tickets opened, by the license's edition.</summary>
    Editions,
}

/// <summary>A report: whole numbers in rows and columns.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Title">Its title, a few words.</param>
/// <param name="RowHeading">What a row's label is: Week, Engineer, ….</param>
/// <param name="Columns">The columns' headings with their units, in order.</param>
/// <param name="Plotted">How many of the columns, from the first, are of one unit and are drawn.</param>
/// <param name="Rows">The rows in order.</param>
public sealed record ReportTable(
    ReportName Name,
    string Title,
    string RowHeading,
    ImmutableArray<string> Columns,
    int Plotted,
    ImmutableArray<ReportRow> Rows
);

/// <summary>A row of a report.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Values">A number for each column; null where there is nothing to tell.</param>
public sealed record ReportRow(string Label, ImmutableArray<long?> Values);

/// <summary>Whole weeks, each from Monday midnight where the vendor is.</summary>
/// <param name="Start">The first week's first instant, at the vendor's offset.</param>
/// <param name="Count">How many weeks, 1 to 53.</param>
public sealed record ReportWeeks(DateTimeOffset Start, int Count)
{
    /// <summary>The length of a week.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>Where they are cut off early; null when they are whole.</summary>
    public DateTimeOffset? Cut { get; init; }

    /// <summary>The first instant after them.</summary>
    public DateTimeOffset End => Cut ?? Start + (Length * Count);

    /// <summary>The weeks that end with the running one.</summary>
    public static ReportWeeks Until(DateTimeOffset now, TimeSpan utcOffset, int count)
    {
        var today = now.ToOffset(utcOffset);
        var monday = new DateTimeOffset(today.Date, utcOffset).AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new(monday - (Length * (count - 1)), count);
    }

    /// <summary>
    /// As many weeks before these. They end as far into their last week as <paramref name="now"/> lies in the running one, so
    /// both have the same length so far.
    /// </summary>
    public ReportWeeks Before(DateTimeOffset now) =>
        new(Start - (Length * Count), Count) { Cut = now < End ? now - (Length * Count) : null };

    /// <summary>Which week an instant lies in, 0 for the first.</summary>
    public int IndexOf(DateTimeOffset instant) => (int)((instant - Start).Ticks / Length.Ticks);

    /// <summary>The Monday of a week: <c>2026-11-23</c>.</summary>
    public string LabelOf(int week) =>
        (Start + (Length * week)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A ticket that was opened in the weeks of a report.</summary>
/// <param name="Card">The current ticket.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="FirstAskedAt">When the customer wrote their first message; null when they have written none.</param>
/// <param name="AnsweredAt">When staff first answered that message; null if unanswered.</param>
public sealed record ReportedTicket(
    TicketCard Card,
    DateTimeOffset OpenedAt,
    DateTimeOffset? FirstAskedAt,
    DateTimeOffset? AnsweredAt
);

/// <summary>Credits of one kind in one week.</summary>
/// <param name="Week">The week, 0 for the first.</param>
/// <param name="Kind">The entries' kind, such as <c>charge</c>.</param>
/// <param name="Credits">Their signed sum.</param>
public sealed record Movement(int Week, string Kind, CreditAmount Credits);

/// <summary>Whether the ledger agrees with itself and with the tickets.</summary>
/// <param name="Totals">Entries by kind.</param>
/// <param name="Accounts">How many accounts have entries.</param>
/// <param name="Balances">The sum of all balances in credits, at most <see cref="long.MaxValue"/>.</param>
/// <param name="Gaps">Accounts whose entries don't add up to their balance, or are not numbered without a gap.</param>
/// <param name="Differences">Tickets whose charge is another than that of the ledger's entries.</param>
/// <param name="Ended">Ended tickets that still cost something they should not.</param>
/// <param name="InFlight">Tickets with an operation that has been in progress for over <see cref="LongestFlow"/>.</param>
public sealed record LedgerCheck(
    ImmutableArray<LedgerTotal> Totals,
    long Accounts,
    CreditAmount Balances,
    ImmutableArray<string> Gaps,
    ImmutableArray<TicketDifference> Differences,
    EndedTicketCharges Ended,
    ImmutableArray<TicketInFlight> InFlight
)
{
    /// <summary>
    /// How long an operation between a ticket and other grains may take before it is a finding. Until then the ticket's
    /// figures are compared with nothing, since they are about to change.
    /// </summary>
    public static readonly TimeSpan LongestFlow = TimeSpan.FromMinutes(1);

    /// <summary>Whether the sums of all kinds come to the sum of all balances, also where no figure here holds them.</summary>
    public required bool SumsAgree { get; init; }

    /// <summary>Orders that were counted again: before look-alikes were refused, or past the table that refuses them. They need a person's judgment.</summary>
    public ImmutableArray<SharedOrder> SharedOrders { get; init; } = [];

    /// <summary>Whether everything agrees: also the kinds' sums with the balances.</summary>
    public bool Agrees =>
        Gaps.IsEmpty
        && Differences.IsEmpty
        && Ended is { Waiting.IsEmpty: true, Charged.IsEmpty: true }
        && InFlight.IsEmpty
        && SumsAgree;
}

/// <summary>What pending charges became of tickets that have ended; a pending charge ends with its ticket (Policy D12).</summary>
/// <param name="Waiting">Charges that still wait in their account's line.</param>
/// <param name="Charged">Tickets that were charged after they had ended.</param>
public sealed record EndedTicketCharges(
    ImmutableArray<WaitingAfterEnd> Waiting,
    ImmutableArray<ChargedAfterEnd> Charged
);

/// <summary>A charge that waits in its account's line although its ticket has ended.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Charge">The charge's operation key.</param>
/// <param name="Credits">Credits it would take.</param>
public sealed record WaitingAfterEnd(long Number, string Charge, CreditAmount Credits);

/// <summary>A ticket that was charged after it had ended.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Credits">Credits charged since then and not refunded.</param>
public sealed record ChargedAfterEnd(long Number, CreditAmount Credits);

/// <summary>A ticket whose operation with other grains has not come to its end.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Since">When it started.</param>
public sealed record TicketInFlight(long Number, DateTimeOffset Since);

/// <summary>An order that looks like an earlier one: another customer's, or another letter case or blank.</summary>
/// <param name="OrderId">The order as it was sent.</param>
/// <param name="CustomerId">For whom it was counted.</param>
/// <param name="FirstOrderId">The earlier order.</param>
/// <param name="FirstCustomerId">For whom that was counted.</param>
public sealed record SharedOrder(string OrderId, string CustomerId, string FirstOrderId, string FirstCustomerId);

/// <summary>All entries of one kind.</summary>
/// <param name="Kind">The kind, such as <c>charge</c>.</param>
/// <param name="Entries">How many.</param>
/// <param name="Credits">Their signed sum, at most <see cref="long.MaxValue"/> and at least <see cref="long.MinValue"/>.</param>
public sealed record LedgerTotal(string Kind, long Entries, CreditAmount Credits);

/// <summary>A ticket that the ledger tells otherwise.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Charged">Its net charge as the ticket has it.</param>
/// <param name="Ledger">Its net charge by the ledger's entries.</param>
public sealed record TicketDifference(long Number, CreditAmount Charged, CreditAmount Ledger);
