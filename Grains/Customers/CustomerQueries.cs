using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Customers;

/// <summary>Reads lists of customers. The caller has made sure that the reader may see them.</summary>
public sealed class CustomerQueries(IJournalReader journal)
{
    /// <summary>A page of customers, the oldest first.</summary>
    /// <param name="customer">Only this one; null for all.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="after">Return those after this position; null for the beginning.</param>
    public Task<ImmutableArray<Listed<CustomerView>>> PageAsync(string? customer, int limit, ListPlace? after) =>
        journal.ListAsync<CustomerView>(new(CardKinds.Customer, limit) { Customer = customer, After = after });
}
