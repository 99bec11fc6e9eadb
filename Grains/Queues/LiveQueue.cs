using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// A desk's tickets in their order, made of tickets' and licenses' cards alone: of two cards of one the higher version
/// holds, whichever comes first. A change costs O(log n). Collects what changed until it is taken.
/// </summary>
/// <param name="desk">The desk; cards of other desks are as good as gone.</param>
/// <param name="terms">What the policy promises under care, and promised before.</param>
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

    /// <summary>When the queue changes next by itself, because VIP care begins or ends, or nobody goes on to write an answer; null for never.</summary>
    public DateTimeOffset? NextTurn =>
        turns.Count == 0 ? replies.NextEnd
        : replies.NextEnd is { } end && end < turns.Min.At ? end
        : turns.Min.At;

    /// <summary>Licenses of tickets whose care is known from the ticket only, as of its opening.</summary>
    public ImmutableArray<LicenseNumber> UnknownLicenses => licenses.Unknown;

    /// <summary>Whether a balance is to be looked up.</summary>
    public bool HasMoved => balances.HasMoved;

    /// <summary>Whether there is something to take.</summary>
    public bool HasChanges => changed.Count + removed.Count > 0;

    /// <summary>Tickets that wait for an answer in the order of Policy E1, then the others by number.</summary>
    public IEnumerable<QueueItem> Items =>
        waiting.Select(place => entries[place.Number].Item).Concat(others.Select(number => entries[number].Item));

    /// <summary>Tickets that wait for an answer and that nobody works on, in order.</summary>
    public IEnumerable<TicketCard> Unassigned =>
        waiting.Select(place => entries[place.Number].Item.Card).Where(card => card.Assignee is null);

    /// <summary>Takes a card; a version that is not newer than the known one changes nothing.</summary>
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
    /// Takes a license as it stands: its tickets follow its care at once (Policy B9, E1). A version that is not newer than
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

    /// <summary>A license has been looked up; what was found is told by <see cref="Upsert(LicenseView, DateTimeOffset)"/>.</summary>
    public void LookedUp(LicenseNumber license) => licenses.LookedUp(license);

    /// <summary>Takes balances that were read, of any customers. A balance moves no ticket to another place.</summary>
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

    /// <summary>Somebody writes an answer, or no longer does.</summary>
    public void Reply(long ticket, Assignee who, bool replying, DateTimeOffset now)
    {
        if (entries.TryGetValue(ticket, out var entry) && replies.Note(ticket, who, replying, now))
        {
            Place(entry.Item.Card, entry, now);
        }
    }

    /// <summary>Brings places and promises to a later instant, by what the policy promises then.</summary>
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

    /// <summary>What changed since the last call: changed or new tickets, and numbers that left, each at most once.</summary>
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
