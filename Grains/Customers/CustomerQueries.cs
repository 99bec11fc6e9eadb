using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Customers;

/// <summary>Reads lists of customers. The caller has made sure that the reader may see them.</summary>
public sealed class CustomerQueries(IJournalReader journal)
{
    /// <summary>A page of customers, the oldest first.</summary>
    /// <param name="customer">Only this one; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="after">Those after this place; null from the start.</param>
    public Task<ImmutableArray<Listed<CustomerView>>> PageAsync(string? customer, int limit, ListPlace? after) =>
        journal.ListAsync<CustomerView>(new(CardKinds.Customer, limit) { Customer = customer, After = after });
}
