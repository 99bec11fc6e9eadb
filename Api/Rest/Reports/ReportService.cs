using System.Collections.Immutable;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

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
    public Task<ReportTable> MakeAsync(ReportName name, int count)
    {
        var weeks = WeeksOf(count);
        return MakeAsync(name, weeks, OpenedIn(weeks));
    }

    /// <summary>Every report; what several are made of is read once.</summary>
    /// <param name="count">How many weeks, up to and with the running one.</param>
    public async Task<IReadOnlyList<ReportTable>> MakeAllAsync(int count)
    {
        var weeks = WeeksOf(count);
        var opened = OpenedIn(weeks);
        var tables = new List<ReportTable>();
        foreach (var name in Enum.GetValues<ReportName>())
        {
            tables.Add(await MakeAsync(name, weeks, opened));
        }

        return tables;
    }

    private async Task<ReportTable> MakeAsync(
        ReportName name,
        ReportWeeks weeks,
        Lazy<Task<ImmutableArray<ReportedTicket>>> opened
    ) =>
        name switch
        {
            ReportName.Tickets => ReportRules.Tickets(weeks, await opened.Value),
            ReportName.Credits => ReportRules.Credits(weeks, await reader.ReadMovementsAsync(weeks)),
            ReportName.Answers => ReportRules.Answers(weeks, await opened.Value, await reader.ReadPromisesAsync(weeks)),
            ReportName.Backlog => ReportRules.Backlog(await ReadQueuesAsync(), time.GetUtcNow()),
            ReportName.Engineers => ReportRules.Engineers(await opened.Value),
            ReportName.Editions => ReportRules.Editions(await opened.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    private ReportWeeks WeeksOf(int count) =>
        ReportWeeks.Until(time.GetUtcNow(), policy.Current.Calendar.UtcOffset, count);

    private Lazy<Task<ImmutableArray<ReportedTicket>>> OpenedIn(ReportWeeks weeks) =>
        new(() => reader.ReadOpenedAsync(weeks));

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
