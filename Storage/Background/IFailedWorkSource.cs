using System.Collections.Immutable;
using System.Data.Common;

namespace Tallydesk.Background;

/// <summary>A table with dead items of background work.</summary>
public interface IFailedWorkSource
{
    /// <summary>The dead items, newest first.</summary>
    /// <param name="limit">The maximum number.</param>
    Task<ImmutableArray<FailedWorkRow>> ListDeadAsync(int limit);

    /// <summary>Makes a failed item due immediately, with all attempts available again.</summary>
    /// <returns>The item as it was; null when this table has no such dead item.</returns>
    Task<FailedWorkRow?> RetryAsync(DbTransaction transaction, string kind, string id);

    /// <summary>Puts a dead item away for good.</summary>
    /// <returns>The item as it was; null when this table has no such dead item.</returns>
    Task<FailedWorkRow?> DiscardAsync(DbTransaction transaction, string kind, string id);
}
