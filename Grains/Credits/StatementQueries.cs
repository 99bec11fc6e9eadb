using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Reads statements. The caller has checked that the reader can see the account.</summary>
public sealed class StatementQueries(IJournalReader journal)
{
    /// <summary>A page of a customer's statement, oldest first.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="after">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<StatementRow>> PageAsync(string customer, long after, int limit) =>
        Statement.ReadAsync(journal, new CustomerId(customer).Account, after, limit);
}
