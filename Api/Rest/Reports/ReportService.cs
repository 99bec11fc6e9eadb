using System.Collections.Immutable;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>A report and the same of the weeks before.</summary>
/// <param name="Table">The report.</param>
/// <param name="Before">The weeks before; null where the report is of this moment.</param>
internal sealed record ComparedReport(ReportTable Table, ReportTable? Before);

/// <summary>Every report on some weeks.</summary>
/// <param name="Weeks">The weeks.</param>
/// <param name="Before">The weeks they are compared with.</param>
/// <param name="Figures">One number for all weeks each.</param>
/// <param name="Reports">The reports in order.</param>
internal sealed record ReportSet(
    ReportWeeks Weeks,
    ReportWeeks Before,
    ImmutableArray<ReportFigure> Figures,
    IReadOnlyList<ComparedReport> Reports
);

/// <summary>Puts reports together.</summary>
internal sealed class ReportService(
    IReportReader reader,
    TicketQueries tickets,
    ISupportPolicySource policy,
    TimeProvider time
)
{
    /// <summary>The default number of weeks in a report.</summary>
    public const int UsualWeeks = 12;

    /// <summary>The most weeks.</summary>
    public const int MostWeeks = 53;

    /// <summary>One report.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="count">How many weeks, up to and with the running one.</param>
    public Task<ReportTable> MakeAsync(ReportName name, int count) => MakeAsync(name, WeeksOf(count));

    /// <summary>Every report, compared with the same weeks before; what several are made of is read once.</summary>
    /// <param name="count">How many weeks, up to and with the running one.</param>
    public async Task<ReportSet> MakeAllAsync(int count)
    {
        var weeks = WeeksOf(count);
        var before = weeks.Before(time.GetUtcNow());
        var (now, then) = (await ReadAsync(weeks), await ReadAsync(before));
        return new(
            weeks,
            before,
            ReportFigures.Of(now, then),
            [
                new(ReportRules.Tickets(weeks, now.Opened), ReportRules.Tickets(before, then.Opened)),
                new(ReportRules.Credits(weeks, now.Movements), ReportRules.Credits(before, then.Movements)),
                new(
                    ReportRules.Answers(weeks, now.Opened, now.Promises),
                    ReportRules.Answers(before, then.Opened, then.Promises)
                ),
                new(ReportRules.Backlog(await ReadQueuesAsync(), time.GetUtcNow()), null),
                new(ReportRules.Engineers(now.Opened), ReportRules.Engineers(then.Opened)),
                new(ReportRules.Editions(now.Opened), ReportRules.Editions(then.Opened)),
            ]
        );
    }

    private async Task<ReportTable> MakeAsync(ReportName name, ReportWeeks weeks) =>
        name switch
        {
            ReportName.Tickets => ReportRules.Tickets(weeks, await reader.ReadOpenedAsync(weeks)),
            ReportName.Credits => ReportRules.Credits(weeks, await reader.ReadMovementsAsync(weeks)),
            ReportName.Answers => ReportRules.Answers(
                weeks,
                await reader.ReadOpenedAsync(weeks),
                await reader.ReadPromisesAsync(weeks)
            ),
            ReportName.Backlog => ReportRules.Backlog(await ReadQueuesAsync(), time.GetUtcNow()),
            ReportName.Engineers => ReportRules.Engineers(await reader.ReadOpenedAsync(weeks)),
            ReportName.Editions => ReportRules.Editions(await reader.ReadOpenedAsync(weeks)),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    private ReportWeeks WeeksOf(int count) =>
        ReportWeeks.Until(time.GetUtcNow(), policy.Current.Calendar.UtcOffset, count);

    private async Task<ReportFacts> ReadAsync(ReportWeeks weeks) =>
        new(
            await reader.ReadOpenedAsync(weeks),
            await reader.ReadMovementsAsync(weeks),
            await reader.ReadPromisesAsync(weeks)
        );

    private async Task<IReadOnlyList<TicketCard>> ReadQueuesAsync()
    {
        var cards = new List<TicketCard>();
        foreach (var desk in policy.Current.Desks)
        {
            cards.AddRange(await tickets.InQueueOfAsync(desk));
        }

        return cards;
    }
}
