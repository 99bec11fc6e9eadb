using Tallydesk.Hours;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Queues;
using Tallydesk.Tests.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Queues;

/// <summary>A queue that remembers every card and sorts them at each question.</summary>
internal sealed class NaiveQueue
{
    private readonly List<TicketCard> told = [];
    private readonly Dictionary<LicenseNumber, LicenseView> licenses = [];

    public void Upsert(TicketCard card)
    {
        told.Add(card);
        foreach (var gone in licenses.Keys.Except(Live().Select(live => live.License)).ToArray())
        {
            licenses.Remove(gone);
        }
    }

    public void Upsert(LicenseView license)
    {
        var isNewer = license.Version > (licenses.GetValueOrDefault(license.Number)?.Version ?? 0);
        if (isNewer && Live().Any(live => live.License == license.Number))
        {
            licenses[license.Number] = license;
        }
    }

    public QueueItem[] At(DateTimeOffset now)
    {
        var live = Live().Select(card => new QueueItem(card, IsVip(card, now), DueAt(card, now))).ToArray();
        var waiting = live.Where(item => item.Card.WaitingSince is not null)
            .OrderBy(item => item.Vip ? 0 : 1)
            .ThenBy(item => item.Card.Urgent ? 0 : 1)
            .ThenBy(item => item.Card.WaitingSince)
            .ThenBy(item => item.Card.Number);
        var others = live.Where(item => item.Card.WaitingSince is null).OrderBy(item => item.Card.Number);
        return [.. waiting, .. others];
    }

    private TicketCard[] Live() =>
        [
            .. told.GroupBy(card => card.Number)
                .Select(cards => cards.MaxBy(card => card.Version)!)
                .Where(card => card.InQueue && card.Desk == QueueCards.Desk),
        ];

    private (DateTimeOffset Start, DateTimeOffset End)? CareOf(TicketCard card)
    {
        if (licenses.TryGetValue(card.License, out var license))
        {
            var care = license.Coverage.Intervals[0];
            return (care.Start, care.End);
        }

        return card is { CareStart: { } start, CareEnd: { } end } ? (start, end) : null;
    }

    private bool IsVip(TicketCard card, DateTimeOffset now) =>
        CareOf(card) is var (start, end) && start <= now && now < end;

    private DateTimeOffset? DueAt(TicketCard card, DateTimeOffset now)
    {
        if (card.WaitingSince is not { } asked || CareOf(card) is not var (start, end) || now < start)
        {
            return null;
        }

        var from = new[] { asked, start }.Max();
        var work = TimeSpan.FromHours(Business.Policy.Care.AnswerWithinWorkingHours);
        return from < end ? WorkingHours.Deadline(Business.Policy.Calendar, from, work) : null;
    }
}
