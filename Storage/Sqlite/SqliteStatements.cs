using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Sqlite;

/// <summary>The prepared statements that write commits on one connection.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement begin = new(connection, "BEGIN IMMEDIATE", 0);
    private readonly SqliteStatement number = new(connection, "UPDATE last_transaction SET xact = xact + 1", 0);
    private readonly SqliteStatement commit = new(connection, "COMMIT", 0);
    private readonly SqliteStatement rollback = new(connection, "ROLLBACK", 0);
    private readonly SqliteStatement savepoint = new(connection, "SAVEPOINT part", 0);
    private readonly SqliteStatement rollbackToSavepoint = new(connection, "ROLLBACK TO part", 0);
    private readonly SqliteStatement releaseSavepoint = new(connection, "RELEASE part", 0);
    private readonly SqliteStatement first = new(
        connection,
        """
        INSERT INTO orleansstorage (grainidextensionstring, graintypestring, version, modifiedon, payloadbinary)
        VALUES (?1, ?2, 1, ?3, ?4)
        ON CONFLICT DO NOTHING
        """,
        4
    );
    private readonly SqliteStatement next = new(
        connection,
        """
        UPDATE orleansstorage SET version = version + 1, modifiedon = ?3, payloadbinary = ?4
        WHERE grainidextensionstring = ?1 AND graintypestring = ?2 AND version = ?5
        """,
        5
    );
    private readonly SqliteStatement history = new(
        connection,
        """
        INSERT INTO history (grain_key, seq, at, kind, actor, body, command_id, content_hash, answer, source, chain,
            chain_version, text_hash, epoch, xact)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, epoch, xact FROM last_transaction
        """,
        13
    );
    private readonly SqliteStatement text = new(
        connection,
        "INSERT INTO texts (grain_key, seq, salt, text) VALUES (?1, ?2, ?3, ?4)",
        4
    );
    private readonly SqliteStatement entry = new(
        connection,
        """
        INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, ticket, operation_key, content_hash,
            answer, body, source, chain, epoch, xact)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, epoch, xact FROM last_transaction
        """,
        14
    );
    private readonly SqliteStatement card = new(
        connection,
        """
        INSERT INTO cards (grain_key, kind, rank, version, changed_at, customer, desk, status, assignee, pending_since,
            solved_since, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (grain_key) DO UPDATE SET kind = ?2, rank = ?3, version = ?4, changed_at = ?5, customer = ?6,
            desk = ?7, status = ?8, assignee = ?9, pending_since = ?10, solved_since = ?11, body = ?12
        """,
        12
    );
    private readonly SqliteStatement order = new(
        connection,
        """
        INSERT INTO orders (name, order_id, customer, later)
        SELECT ?1, ?2, ?3, 0
        WHERE NOT EXISTS (SELECT 1 FROM orders WHERE name = ?1 AND order_id = ?2 AND customer = ?3)
        """,
        3
    );
    private readonly SqliteStatement notice = new(
        connection,
        "INSERT INTO notices (id, kind, target, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
        4
    );

    /// <summary>Begins a transaction that may write, and gives it the next number.</summary>
    public void Begin()
    {
        begin.Run();
        number.Run();
    }

    /// <summary>Puts the transaction on disk.</summary>
    public void Commit() => commit.Run();

    /// <summary>Takes the transaction back.</summary>
    public void Rollback() => rollback.Run();

    /// <summary>Begins a part of the transaction that can be taken back by itself.</summary>
    public void BeginSavepoint() => savepoint.Run();

    /// <summary>Ends the part.</summary>
    /// <param name="isKept">Whether it stays in the transaction.</param>
    public void EndSavepoint(bool isKept)
    {
        if (!isKept)
        {
            rollbackToSavepoint.Run();
        }

        releaseSavepoint.Run();
    }

    /// <summary>Writes a grain's state when the stored version is the expected one.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryWriteState(Commit commit, long now) =>
        commit.ExpectedVersion == 0
            ? first.Run(commit.GrainKey, commit.StateName, now, Bytes(commit.State)) == 1
            : next.Run(commit.GrainKey, commit.StateName, now, Bytes(commit.State), commit.ExpectedVersion) == 1;

    /// <summary>Writes all that a commit adds beside the state.</summary>
    public void WriteRows(Commit commit, long now)
    {
        foreach (var row in commit.History)
        {
            var command = row.Command;
            history.Run(
                commit.GrainKey,
                row.Seq,
                row.At.ToUnixTimeMilliseconds(),
                row.Kind,
                row.Actor,
                row.Body,
                command?.Id,
                command is null ? null : Bytes(command.ContentHash),
                command?.Answer,
                row.Source,
                Bytes(row.Link),
                row.ChainVersion,
                row.TextHash is { } hash ? Bytes(hash) : null
            );
            if (row.Text is { } text)
            {
                this.text.Run(commit.GrainKey, row.Seq, Bytes(text.Salt), text.Json);
            }
        }

        foreach (var row in commit.Entries)
        {
            WriteEntry(commit.GrainKey, row);
        }

        if (commit.Card is { } card)
        {
            WriteCard(commit, card, now);
        }

        foreach (var named in commit.Orders)
        {
            order.Run(named.Name, named.Id, named.Customer.Value);
        }

        foreach (var told in commit.Notices)
        {
            notice.Run(told.Id, told.Kind, told.Target, told.Body);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[begin, number, commit, rollback, savepoint, rollbackToSavepoint, releaseSavepoint])
        {
            statement.Dispose();
        }

        foreach (var statement in (SqliteStatement[])[first, next, history, text, entry, order, card, notice])
        {
            statement.Dispose();
        }
    }

    private void WriteEntry(string account, EntryRow entry) =>
        this.entry.Run(
            account,
            entry.Seq,
            entry.At.ToUnixTimeMilliseconds(),
            entry.Kind,
            entry.Amount.Value,
            entry.BalanceAfter.Value,
            entry.Actor,
            entry.Ticket,
            entry.Operation.Id,
            Bytes(entry.Operation.ContentHash),
            entry.Operation.Answer,
            entry.Body,
            entry.Source,
            Bytes(entry.Link)
        );

    private void WriteCard(Commit commit, Card card, long now) =>
        this.card.Run(
            commit.GrainKey,
            card.Kind,
            card.Rank,
            commit.ExpectedVersion + 1L,
            now,
            card.Customer,
            card.Desk,
            card.Status,
            card.Assignee,
            card.PendingSince?.ToUnixTimeMilliseconds(),
            card.SolvedSince?.ToUnixTimeMilliseconds(),
            card.Body
        );

    // The driver binds whole arrays only.
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var whole) && whole.Array is { } array && array.Length == whole.Count
            ? array
            : memory.ToArray();
}
