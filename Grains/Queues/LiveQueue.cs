using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// A queue's tickets in order, built only from ticket and license cards: of two cards of the same ticket or license, the higher version
/// wins, whichever arrives first. A change costs O(log n). Changes are collected until they are taken.
/// </summary>
/// <param name="desk">The queue's id; cards of other queues count as removed.</param>
/// <param name="terms">The response terms of the policy, past and present.</param>
internal sealed class LiveQueue(string desk, ImmutableArray<AnswerTerms> terms)
{
    private readonly Dictionary<long, Entry> entries = [];
    private readonly SortedSet<QueuePlace> waiting = new(QueueOrder.Instance);
    private readonly SortedSet<long> others = [];
    private readonly SortedSet<(DateTimeOffset At, long Number)> turns = [];
    private readonly Departures departures = new();
    private readonly HashSet<long> changed = [];
    private readonly HashSet<long> removed = [];
    private readonly LicenseLines licenses = new();
    private readonly CustomerBalances balances = new();
    private readonly Replies replies = new();
    private ImmutableArray<AnswerTerms> terms = terms;

    /// <summary>When the queue next changes by itself, because VIP care starts or ends, or someone stops replying; null for never.</summary>
    public DateTimeOffset? NextTurn =>
        turns.Count == 0 ? replies.NextEnd
        : replies.NextEnd is { } end && end < turns.Min.At ? end
        : turns.Min.At;

    /// <summary>Licenses whose VIP care is known only from their tickets, as of their opening.</summary>
    public ImmutableArray<LicenseNumber> UnknownLicenses => licenses.Unknown;

    /// <summary>Whether a balance has to be loaded.</summary>
    public bool HasMoved => balances.HasMoved;

    /// <summary>Whether there are changes to take.</summary>
    public bool HasChanges => changed.Count + removed.Count > 0;

    /// <summary>Tickets that wait for an answer in the order of Policy E1, then the others by number.</summary>
    public IEnumerable<QueueItem> Items =>
        waiting.Select(place => entries[place.Number].Item).Concat(others.Select(number => entries[number].Item));

    /// <summary>Unassigned tickets that wait for an answer, in order.</summary>
    public IEnumerable<TicketCard> Unassigned =>
        waiting.Select(place => entries[place.Number].Item.Card).Where(card => card.Assignee is null);

    /// <summary>Applies a card; a version that is not newer than the known one changes nothing.</summary>
    public void Upsert(TicketCard card, DateTimeOffset now)
    {
        entries.TryGetValue(card.Number, out var known);
        if (card.Version <= (known?.Item.Card.Version ?? departures.VersionOf(card.Number)))
        {
            return;
        }

        if (!card.InQueue || card.Desk != desk)
        {
            Remove(card.Number, known);
            departures.Note(card.Number, card.Version, now);
            return;
        }

        balances.Add(card, hasMoved: known is not null && known.Item.Card.Charged != card.Charged);
        Place(card, known, now);
    }

    /// <summary>
    /// Applies the current state of a license: its tickets follow its VIP care immediately (Policy B9, E1). A version that is not newer than
    /// the known one changes nothing.
    /// </summary>
    public void Upsert(LicenseView license, DateTimeOffset now)
    {
        foreach (var number in licenses.Know(license))
        {
            var entry = entries[number];
            Place(entry.Item.Card, entry, now);
        }
    }

    /// <summary>A license has been loaded; the result is passed to <see cref="Upsert(LicenseView, DateTimeOffset)"/>.</summary>
    public void LookedUp(LicenseNumber license) => licenses.LookedUp(license);

    /// <summary>Applies loaded balances of any customers. A balance moves no ticket to another place.</summary>
    public void Know(IEnumerable<AccountBalance> known)
    {
        foreach (var number in known.SelectMany(balances.Know))
        {
            var entry = entries[number];
            var item = entry.Item with { Balance = balances.Of(entry.Item.Card.Customer) };
            if (item.Balance != entry.Item.Balance)
            {
                entries[number] = entry with { Item = item };
                changed.Add(number);
            }
        }
    }

    /// <inheritdoc cref="CustomerBalances.TakeMoved"/>
    public ImmutableArray<CustomerId> TakeMoved() => balances.TakeMoved();

    /// <inheritdoc cref="CustomerBalances.PutBack"/>
    public void PutBack(ImmutableArray<CustomerId> taken) => balances.PutBack(taken);

    /// <summary>Someone started or stopped writing a reply.</summary>
    public void Reply(long ticket, Assignee who, bool replying, DateTimeOffset now)
    {
        if (entries.TryGetValue(ticket, out var entry) && replies.Note(ticket, who, replying, now))
        {
            Place(entry.Item.Card, entry, now);
        }
    }

    /// <summary>Advances places and response targets to a later time, with the policy's terms at that time.</summary>
    public void Advance(DateTimeOffset now, ImmutableArray<AnswerTerms> promised)
    {
        if (promised != terms)
        {
            terms = promised;
            foreach (var entry in entries.Values.ToArray())
            {
                Place(entry.Item.Card, entry, now);
            }
        }

        while (turns.Count > 0 && turns.Min.At <= now)
        {
            var entry = entries[turns.Min.Number];
            Place(entry.Item.Card, entry, now);
        }

        foreach (var ticket in replies.Forget(now))
        {
            if (entries.TryGetValue(ticket, out var entry))
            {
                Place(entry.Item.Card, entry, now);
            }
        }

        departures.Forget(now);
    }

    /// <summary>The changes since the last call: changed or new tickets, and numbers that left, each at most once.</summary>
    public (ImmutableArray<QueueItem> Changes, ImmutableArray<long> Removed) TakeChanges()
    {
        var taken = (changed.Select(number => entries[number].Item).ToImmutableArray(), removed.ToImmutableArray());
        changed.Clear();
        removed.Clear();
        return taken;
    }

    private void Place(TicketCard card, Entry? known, DateTimeOffset now)
    {
        if (known is not null)
        {
            Unlink(known);
        }

        licenses.Add(card);
        var care = licenses.CareOf(card);
        var item = QueuePromise.ItemOf(card, care, terms, now) with
        {
            Replying = replies.On(card.Number),
            Balance = balances.Of(card.Customer),
            CoveredUntil = licenses.CoveredUntil(card),
        };
        var entry = Entry.Of(item, QueuePromise.NextTurn(care, now));

        if (entry.Place is { } place)
        {
            waiting.Add(place);
        }
        else
        {
            others.Add(card.Number);
        }

        if (entry.Turn is { } turn)
        {
            turns.Add((turn, card.Number));
        }

        entries[card.Number] = entry;
        if (entry.Item != known?.Item)
        {
            changed.Add(card.Number);
            removed.Remove(card.Number);
        }
    }

    private void Remove(long number, Entry? known)
    {
        if (known is not null)
        {
            Unlink(known);
            licenses.Remove(known.Item.Card);
            balances.Remove(known.Item.Card);
            entries.Remove(number);
            changed.Remove(number);
        }

        removed.Add(number);
    }

    private void Unlink(Entry known)
    {
        if (known.Place is { } place)
        {
            waiting.Remove(place);
        }
        else
        {
            others.Remove(known.Number);
        }

        if (known.Turn is { } turn)
        {
            turns.Remove((turn, known.Number));
        }
    }

    private sealed record Entry(QueueItem Item, QueuePlace? Place, DateTimeOffset? Turn)
    {
        public long Number => Item.Card.Number;

        public static Entry Of(QueueItem item, DateTimeOffset? turn) =>
            new(
                item,
                item.Card.WaitingSince is { } since
                    ? new QueuePlace(item.Vip, item.Card.Urgent, since, item.Card.Number)
                    : null,
                turn
            );
    }
}
