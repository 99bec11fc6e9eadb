using System.Data;
using Npgsql;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Postgres;

/// <summary>Writes groups on a connection of its own, each by one prepared statement, and connects again after a failure.</summary>
internal sealed class PostgresGroupWriter(NpgsqlDataSource database, TimeProvider clock) : IGroupWriter
{
    private readonly Dictionary<GroupTables, GroupStatement> statements = [];
    private NpgsqlConnection? connection;

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
    {
        var statement = await PrepareAsync(GroupStatement.TablesOf(group));
        statement.Fill(group, clock.GetUtcNow());
        try
        {
            await ExecuteAsync(statement.Command, group);
        }
        catch (PostgresException error) when (error.SqlState == PostgresFailure.JoinedStale)
        {
            foreach (var key in error.MessageText.Split(' '))
            {
                MarkStale(key, group);
            }

            throw new GroupException(GroupOutcome.JoinedStale, error);
        }
        catch (PostgresException error) when (connection is { State: ConnectionState.Open })
        {
            throw new GroupException(PostgresFailure.Outcome(error), error);
        }
        catch (ArgumentException unwritable)
        {
            // Invalid Unicode fails while it is sent, so the server never received the complete statement.
            await DisconnectAsync();
            throw new GroupException(GroupOutcome.RowRefused, unwritable);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone, and with it the answer.
            await DisconnectAsync();
            throw new GroupException(GroupOutcome.Unknown, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private static async Task ExecuteAsync(NpgsqlCommand command, IReadOnlyList<PendingCommit> group)
    {
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            MarkStale(reader.GetString(0), group);
        }

        // The statement's rows come before its commit; only the end of the results says that it is on disk.
        while (await reader.NextResultAsync()) { }
    }

    private static void MarkStale(string key, IReadOnlyList<PendingCommit> group)
    {
        foreach (var pending in group)
        {
            if (pending.Commit.WithJoined.Any(commit => commit.GrainKey == key))
            {
                pending.MarkStale(key);
            }
        }
    }

    private async Task<GroupStatement> PrepareAsync(GroupTables tables)
    {
        try
        {
            if (connection is not { State: ConnectionState.Open })
            {
                await DisconnectAsync();
                connection = await database.OpenConnectionAsync();
            }

            if (!statements.TryGetValue(tables, out var statement))
            {
                statement = new(connection, tables);
                await statement.Command.PrepareAsync();
                statements.Add(tables, statement);
            }

            return statement;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
        {
            // Nothing has been sent yet.
            await DisconnectAsync();
            throw new GroupException(GroupOutcome.Unavailable, failure);
        }
    }

    private async Task DisconnectAsync()
    {
        foreach (var statement in statements.Values)
        {
            await statement.Command.DisposeAsync();
        }

        statements.Clear();
        if (this.connection is { } connection)
        {
            this.connection = null;
            await connection.DisposeAsync();
        }
    }
}
