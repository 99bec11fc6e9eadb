using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Reads statements. The caller has made sure that the reader may see the account.</summary>
public sealed class StatementQueries(IJournalReader journal)
{
    /// <summary>A page of a customer's statement, oldest first.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="after">Rows after this one; 0 from the start.</param>
    /// <param name="limit">At most so many.</param>
    public Task<ImmutableArray<StatementRow>> PageAsync(string customer, long after, int limit) =>
        Statement.ReadAsync(journal, new CustomerId(customer).Account, after, limit);
}
