using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Tallydesk.Storage.Sqlite;

/// <summary>Lends a bounded number of connections to one SQLite file; those who come later wait, without a thread, in turn.</summary>
/// <remarks>
/// One permit makes it the file's write gate: nobody ever meets a busy database, which the driver would answer by
/// sleeping on a pool thread. Connections are opened and given back one at a time, because the driver's own pool can
/// lend one native handle twice when it is entered by two threads at once.
/// </remarks>
internal sealed class SqliteDataSource(string connectionString, int permits) : DbDataSource
{
    private static readonly Lock DriverPool = new();
    private readonly SemaphoreSlim permits = new(permits, permits);

    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <summary>Waits for a permit alone; for the journal, which has a connection of its own.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellation = default)
    {
        await permits.WaitAsync(cancellation);
        return new Permit(permits);
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

    /// <inheritdoc/>
    protected override DbConnection OpenDbConnection()
    {
        permits.Wait();
        return Open();
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(
        CancellationToken cancellationToken = default
    )
    {
        await permits.WaitAsync(cancellationToken);
        return Open();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (DriverPool)
            {
                using var any = new SqliteConnection(connectionString);
                SqliteConnection.ClearPool(any);
            }
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return base.DisposeAsyncCore();
    }

    private Lease Open()
    {
        var lease = new Lease(connectionString, new(permits));
        try
        {
            lock (DriverPool)
            {
                lease.Open();
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private sealed class Lease(string connectionString, Permit permit) : SqliteConnection(connectionString)
    {
        protected override void Dispose(bool disposing)
        {
            lock (DriverPool)
            {
                base.Dispose(disposing);
            }

            if (disposing)
            {
                permit.Dispose();
            }
        }
    }

    private sealed class Permit(SemaphoreSlim permits) : IDisposable
    {
        private SemaphoreSlim? permits = permits;

        public void Dispose() => Interlocked.Exchange(ref permits, null)?.Release();
    }
}
