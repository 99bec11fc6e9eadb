using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Reads statements. The caller has checked that the reader can see the account.</summary>
public sealed class StatementQueries(IJournalReader journal, IStatementReader statements)
{
    /// <summary>A page of a customer's statement, oldest first.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="after">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<StatementRow>> PageAsync(string customer, long after, int limit) =>
        Statement.ReadAsync(journal, new CustomerId(customer).Account, after, limit);

    /// <summary>A page of a customer's statement, newest first.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="before">Return rows before this one; null from the newest.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<StatementRow>> NewestAsync(
        string customer,
        StatementFilter filter,
        long? before,
        int limit
    )
    {
        var account = new CustomerId(customer).Account.Value;
        return Statement.RowsOf(await statements.ReadNewestAsync(account, filter, before, limit));
    }

    /// <summary>What came in and went out in each of some months.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="months">The months.</param>
    public Task<ImmutableArray<MonthSum>> SumAsync(
        string customer,
        StatementFilter filter,
        ImmutableArray<StatementMonth> months
    ) => statements.SumAsync(new CustomerId(customer).Account.Value, filter, months);
}
