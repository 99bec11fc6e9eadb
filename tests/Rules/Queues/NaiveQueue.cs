using Tallydesk.Queues;
using Tallydesk.Tests.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Queues;

/// <summary>A queue that remembers every card and sorts anew at each question.</summary>
internal sealed class NaiveQueue
{
    private readonly List<TicketCard> told = [];

    public void Upsert(TicketCard card) => told.Add(card);

    public QueueItem[] At(DateTimeOffset now)
    {
        var live = told.GroupBy(card => card.Number)
            .Select(cards => cards.MaxBy(card => card.Version)!)
            .Where(card => card.InQueue && card.Desk == QueueCards.Desk)
            .Select(card => new QueueItem(card, IsVip(card, now), DueAt(card, now)))
            .ToArray();
        var waiting = live.Where(item => item.Card.WaitingSince is not null)
            .OrderBy(item => item.Vip ? 0 : 1)
            .ThenBy(item => item.Card.Urgent ? 0 : 1)
            .ThenBy(item => item.Card.WaitingSince)
            .ThenBy(item => item.Card.Number);
        var others = live.Where(item => item.Card.WaitingSince is null).OrderBy(item => item.Card.Number);
        return [.. waiting, .. others];
    }

    private static bool IsVip(TicketCard card, DateTimeOffset now) =>
        card is { CareStart: { } start, CareEnd: { } end } && start <= now && now < end;

    private static DateTimeOffset? DueAt(TicketCard card, DateTimeOffset now)
    {
        if (card is not { WaitingSince: { } asked, CareStart: { } start, CareEnd: { } end } || now < start)
        {
            return null;
        }

        var from = new[] { asked, start }.Max();
        var work = TimeSpan.FromHours(Business.Policy.Care.AnswerWithinWorkingHours);
        return from < end ? WorkingHours.Deadline(Business.Policy.Calendar, from, work) : null;
    }
}
