using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// The balances of the customers whose tickets are in a queue. Of two balances of one customer, the one after the later entry
/// wins. Customers without a ticket in the queue are removed.
/// </summary>
internal sealed class CustomerBalances
{
    private readonly Dictionary<CustomerId, KnownCustomer> customers = [];
    private readonly HashSet<CustomerId> moved = [];

    /// <summary>Whether any balance has to be loaded.</summary>
    public bool HasMoved => moved.Count > 0;

    /// <summary>A ticket is in the queue.</summary>
    /// <param name="card">The ticket.</param>
    /// <param name="hasMoved">Whether the card shows that the customer's balance has changed.</param>
    public void Add(TicketCard card, bool hasMoved)
    {
        if (!customers.TryGetValue(card.Customer, out var customer))
        {
            customers[card.Customer] = customer = new();
        }

        customer.Tickets.Add(card.Number);
        if (hasMoved || customer.Known is null)
        {
            moved.Add(card.Customer);
        }
    }

    /// <summary>A ticket has left the queue.</summary>
    public void Remove(TicketCard card)
    {
        if (
            customers.TryGetValue(card.Customer, out var customer)
            && customer.Tickets.Remove(card.Number)
            && customer.Tickets.Count == 0
        )
        {
            customers.Remove(card.Customer);
            moved.Remove(card.Customer);
        }
    }

    /// <summary>Applies a loaded balance; returns the tickets that show it.</summary>
    public IReadOnlyCollection<long> Know(AccountBalance balance)
    {
        if (!customers.TryGetValue(balance.Customer, out var customer) || balance.Seq < (customer.Known?.Seq ?? 0))
        {
            return [];
        }

        var isShown = balance.Balance == customer.Known?.Balance;
        customer.Known = balance;
        return isShown ? [] : customer.Tickets;
    }

    /// <summary>The balance of a customer; null if unknown.</summary>
    public CreditAmount? Of(CustomerId customer) => customers.GetValueOrDefault(customer)?.Known?.Balance;

    /// <summary>Customers whose balance is unknown or has probably changed since the last call.</summary>
    public ImmutableArray<CustomerId> TakeMoved()
    {
        var taken = moved.ToImmutableArray();
        moved.Clear();
        return taken;
    }

    /// <summary>Returns balances that could not be loaded, so that they are loaded again.</summary>
    public void PutBack(ImmutableArray<CustomerId> taken) => moved.UnionWith(taken.Where(customers.ContainsKey));

    private sealed class KnownCustomer
    {
        public HashSet<long> Tickets { get; } = [];

        public AccountBalance? Known { get; set; }
    }
}
