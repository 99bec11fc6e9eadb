using Microsoft.Data.Sqlite;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Sqlite;

/// <summary>Writes groups behind the write gate, on a connection that is kept.</summary>
internal sealed class SqliteGroupWriter(SqliteDataSource gate, TimeProvider clock) : IGroupWriter
{
    private SqliteConnection? connection;
    private SqliteStatements? statements;

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
    {
        using var permit = await gate.EnterAsync();
        try
        {
            var prepared = Connect();
            WriteRows(prepared, group);
            Commit(prepared);
        }
        catch (SqliteException error)
        {
            Disconnect();
            throw new GroupException(SqliteFailure.Outcome(error), error);
        }
        catch (Exception bug) when (bug is not GroupException)
        {
            Disconnect();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var permit = await gate.EnterAsync();
        Disconnect();
    }

    private void WriteRows(SqliteStatements statements, IReadOnlyList<PendingCommit> group)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        statements.Begin();
        try
        {
            foreach (var pending in group)
            {
                Write(statements, pending, now);
            }
        }
        catch (SqliteException error) when (SqliteFailure.Outcome(error) != GroupOutcome.Unavailable)
        {
            statements.Rollback();
            throw new GroupException(SqliteFailure.Outcome(error), error);
        }
    }

    private static void Write(SqliteStatements statements, PendingCommit pending, long now)
    {
        var isJoint = !pending.Commit.Joined.IsEmpty;
        if (isJoint)
        {
            statements.BeginSavepoint();
        }

        foreach (var commit in pending.Commit.WithJoined)
        {
            if (!statements.TryWriteState(commit, now))
            {
                pending.MarkStale(commit.GrainKey);
            }
        }

        if (!pending.IsStale)
        {
            foreach (var commit in pending.Commit.WithJoined)
            {
                statements.WriteRows(commit, now);
            }
        }

        if (isJoint)
        {
            statements.EndSavepoint(isKept: !pending.IsStale);
        }
    }

    private void Commit(SqliteStatements statements)
    {
        try
        {
            statements.Commit();
        }
        catch (SqliteException error)
        {
            // The log may hold the transaction although the disk did not confirm it.
            Disconnect();
            throw new GroupException(GroupOutcome.Unknown, error);
        }
    }

    private SqliteStatements Connect()
    {
        if (statements is null)
        {
            var settings = new SqliteConnectionStringBuilder(gate.ConnectionString) { Pooling = false };
            connection = new(settings.ConnectionString);
            connection.Open();
            using var cache = new SqliteStatement(connection, "PRAGMA cache_size = -65536", 0);
            cache.Run();
            statements = new(connection);
        }

        return statements;
    }

    // Closing the connection takes an open transaction back.
    private void Disconnect()
    {
        statements?.Dispose();
        statements = null;
        connection?.Dispose();
        connection = null;
    }
}
