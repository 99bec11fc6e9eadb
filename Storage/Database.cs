using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Search;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage;

/// <summary>The database, PostgreSQL or SQLite. Plain SQL runs on both; parameters are written as <c>@name</c>.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>The name by which Orleans' relational providers know the database's driver.</summary>
    public abstract string Invariant { get; }

    /// <summary>Connections that write. On SQLite there is one, waited for in turn: keep it briefly.</summary>
    public abstract DbDataSource Writes { get; }

    /// <summary>Connections that can only read; they see what is committed.</summary>
    public abstract DbDataSource Reads { get; }

    /// <summary>How many groups may be committed at the same time.</summary>
    public abstract int Committers { get; }

    /// <summary>Draws the next ticket numbers in one round trip: in rising order. Gaps are possible.</summary>
    public abstract Task<long[]> DrawTicketNumbersAsync(int count);

    /// <summary>SQL that selects the last ticket number that was drawn; 0 or no row for none.</summary>
    public abstract string LastTicketNumber { get; }

    /// <summary>SQL that lets the schema's owner update rows of the history, until its transaction forbids it again.</summary>
    public abstract string AllowHistoryUpdates { get; }

    /// <summary>SQL that takes back <see cref="AllowHistoryUpdates"/>.</summary>
    public abstract string ForbidHistoryUpdates { get; }

    /// <summary>SQL, outside of a transaction, that clears what was erased out of the database's files as far as it can.</summary>
    public abstract string ClearErased { get; }

    /// <summary>SQL that starts a transaction with a snapshot of the database.</summary>
    public abstract string BeginSnapshot { get; }

    /// <summary>
    /// SQL that selects <c>epoch</c> and <c>xact</c>: every row of an earlier epoch, or of a lower transaction of this
    /// epoch, is committed or never will be.
    /// </summary>
    public abstract string Horizon { get; }

    /// <summary>The place that <see cref="Horizon"/> selects.</summary>
    public async Task<TransactionPlace> FindHorizonAsync()
    {
        await using var connection = await OpenReadAsync();
        return await connection.QuerySingleAsync<TransactionPlace>(
            $"SELECT h.epoch AS Epoch, h.xact AS Xact FROM ({Horizon}) AS h"
        );
    }

    /// <summary>
    /// Behind a query: its rows are locked in its order, and those that another transaction holds are waited for, so that
    /// two who lock the same rows don't meet in a deadlock. Nothing on SQLite.
    /// </summary>
    public abstract string Locked { get; }

    /// <summary>
    /// Behind a query: its rows are locked in its order, and those that another transaction has locked are skipped.
    /// Queries that take work from a table shared by several processes end with it, so they neither wait for each other nor
    /// deadlock. Nothing on SQLite, where one transaction writes at a time.
    /// </summary>
    public abstract string SkipLocked { get; }

    /// <summary>
    /// Before a statement, within a transaction: its tables are looked up for the sizes and values of this moment. A prepared
    /// statement keeps its plan, and one from when a table was small may read all of it after it has grown. Nothing on SQLite.
    /// </summary>
    public abstract string PlanForNow { get; }

    /// <summary>
    /// A table with a row for each object in a parameter's JSON array, so that one statement writes a page. Columns are the
    /// objects' members; those that an object doesn't have are null.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="alias">The table's name in the statement.</param>
    /// <param name="columns">The columns: texts, and numbers that end with <c>bigint</c>, such as <c>place bigint</c>.</param>
    public abstract string RowsOf(string parameter, string alias, params string[] columns);

    /// <summary>How the search index stores words and finds them.</summary>
    public abstract SearchSql Search { get; }

    /// <summary>A condition that a column is one of a parameter's array: <c>kind</c> and <c>kinds</c>.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>The text of a column of bytes.</summary>
    public abstract string TextOf(string column);

    /// <summary>
    /// A table of an array's elements within a column of JSON, one row each, under an alias: <c>alias.value</c> is an element.
    /// For a cross join with the column's table.
    /// </summary>
    public abstract string EachOf(string column, string name, string alias);

    /// <summary>A text within a column of JSON, as the schema's indexes spell it.</summary>
    public abstract string TextOf(string column, string name);

    /// <summary>A text one step deeper within a column of JSON.</summary>
    public abstract string TextOf(string column, string name, string inner);

    /// <summary>Opens a connection that can only read. Dispose it.</summary>
    public ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellation = default) =>
        Reads.OpenConnectionAsync(cancellation);

    /// <summary>Opens a connection that writes. Dispose it.</summary>
    public ValueTask<DbConnection> OpenWriteAsync(CancellationToken cancellation = default) =>
        Writes.OpenConnectionAsync(cancellation);

    /// <summary>A writer of commit groups with a connection of its own.</summary>
    public abstract IGroupWriter CreateGroupWriter();

    /// <summary>Claims the database, updates the schema, and checks that confirmed commits are durable.</summary>
    /// <param name="alone">Whether no other process may host grains on it; on SQLite none ever may.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartupException">The database can't be used; the message says why.</exception>
    public abstract Task PrepareAsync(bool alone, CancellationToken cancellation);

    /// <summary>Waits until another process has updated the schema.</summary>
    /// <exception cref="StartupException">The database can't be used, or no process did so in time.</exception>
    public abstract Task AwaitSchemaAsync(CancellationToken cancellation);

    /// <summary>
    /// Begins a new epoch, in which no place of a row can be one that was given before: after a restore, transactions and
    /// rows may be numbered again.
    /// </summary>
    /// <returns>The epoch's number.</returns>
    /// <exception cref="StartupException">The database can't be used; the message says why.</exception>
    public abstract Task<long> RenewEpochAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Reads.DisposeAsync();
        await Writes.DisposeAsync();
        await ReleaseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of whatever else is held.</summary>
    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
