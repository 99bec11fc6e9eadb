using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>Puts reports together.</summary>
internal sealed class ReportDesk(
    IReportReader reader,
    IJournalReader journal,
    ISupportPolicySource policy,
    TimeProvider time
)
{
    /// <summary>How many weeks a report tells of when nobody says.</summary>
    public const int UsualWeeks = 12;

    /// <summary>The most weeks.</summary>
    public const int MostWeeks = 53;

    /// <summary>One report.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="count">How many weeks, up to and with the running one.</param>
    public async Task<ReportTable> MakeAsync(ReportName name, int count)
    {
        var weeks = ReportWeeks.Until(time.GetUtcNow(), policy.Current.Calendar.UtcOffset, count);
        return name switch
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
    }

    private async Task<IReadOnlyList<TicketCard>> ReadQueuesAsync()
    {
        var cards = new List<TicketCard>();
        foreach (var desk in policy.Current.Desks)
        {
            cards.AddRange(
                (await journal.ReadDeskAsync(desk)).Select(card => StateJson.Read<TicketCard>(card.Card.Body))
            );
        }

        return cards;
    }
}
