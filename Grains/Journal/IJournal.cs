namespace Tallydesk.Journal;

/// <summary>Writes a grain's change to the database, and what is joined to it: all of it, or nothing.</summary>
/// <remarks>See README.md beside this file for the group commit and the guards behind it.</remarks>
public interface IJournal
{
    /// <summary>Completes once the commit is on disk, with all that is joined to it.</summary>
    /// <param name="commit">What one command changes.</param>
    /// <exception cref="StaleVersionException">The stored version is not the expected one. Nothing was written.</exception>
    /// <exception cref="JoinedStaleException">The stored version of a joined commit's grain is not the expected one. Nothing was written.</exception>
    /// <exception cref="DuplicateCommandException">A command id or operation key is already in one of the grains' rows, or an order was already recorded. Nothing was written.</exception>
    /// <exception cref="JournalRejectedException">The database refused the commit for another reason. Nothing was written.</exception>
    /// <exception cref="UnknownOutcomeException">The answer was lost: the commit may be on disk or not.</exception>
    Task CommitAsync(Commit commit);
}
