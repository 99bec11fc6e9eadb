using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Reads parts of a statement. Each call reads one account's entries.</summary>
public interface IStatementReader
{
    /// <summary>The newest entries of an account before one, newest first.</summary>
    /// <param name="accountKey">The account.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="before">Entries before this one; null from the newest.</param>
    /// <param name="limit">The maximum number.</param>
    Task<ImmutableArray<EntryRow>> ReadNewestAsync(
        string accountKey,
        StatementFilter filter,
        long? before,
        int limit
    );

    /// <summary>What came in and went out in each of some months. A month without entries is left out.</summary>
    /// <param name="accountKey">The account.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="months">The months; they don't overlap.</param>
    Task<ImmutableArray<MonthSum>> SumAsync(
        string accountKey,
        StatementFilter filter,
        ImmutableArray<StatementMonth> months
    );
}
