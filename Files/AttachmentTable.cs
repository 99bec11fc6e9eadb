using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Tickets;

namespace Tallydesk.Attachments;

/// <summary>A file as it is known.</summary>
/// <param name="Id"><c>att-</c> and a hash of the command that uploaded it.</param>
/// <param name="Ticket">The ticket it was uploaded for, or a placeholder for one that is not open yet.</param>
/// <param name="License">Whose quota it uses.</param>
/// <param name="Actor">The publisher.</param>
/// <param name="Place">Its name in the store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is, by its bytes.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Their SHA-256.</param>
public sealed record StoredFile(
    string Id,
    string Ticket,
    string License,
    string Actor,
    string Place,
    string Name,
    string Type,
    long Size,
    string Sha256
)
{
    /// <summary>How a message refers to it.</summary>
    public Attachment ToAttachment() => new(Id, Name, Size, Type);
}

/// <summary>What came of adding a file.</summary>
public enum FileAdding
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>The license's quota does not hold it.</summary>
    OverQuota,

    /// <summary>The ticket has the maximum number of files.</summary>
    TooMany,
}

/// <summary>Which files there are, and how much of its quota each license uses.</summary>
public sealed class AttachmentTable(Database database, RightsLog log, TimeProvider time)
{
    private const string Columns =
        "id AS Id, ticket AS Ticket, license AS License, actor AS Actor, place AS Place, name AS Name, type AS Type, "
        + "size AS Size, sha256 AS Sha256";

    /// <summary>A file by its id; null when there is none.</summary>
    public async Task<StoredFile?> FindAsync(string id)
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(
            $"SELECT {Columns} FROM attachments WHERE id = @id",
            new { id }
        );
    }

    /// <summary>Adds a file that is about to be stored, within its license's quota.</summary>
    public async Task<FileAdding> AddAsync(Actor by, StoredFile file, long quota, int mostOfTicket)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Lock the license's row first: its holder has exclusive access to the license's files.
        var raised = await connection.ExecuteAsync(
            """
            INSERT INTO attachment_usage (license, bytes) SELECT @License, @Size WHERE @Size <= @quota
            ON CONFLICT (license) DO UPDATE SET bytes = attachment_usage.bytes + excluded.bytes
                WHERE attachment_usage.bytes + excluded.bytes <= @quota
            """,
            new
            {
                file.License,
                file.Size,
                quota,
            },
            transaction
        );
        if (raised == 0)
        {
            return FileAdding.OverQuota;
        }

        var there = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM attachments WHERE ticket = @Ticket",
            new { file.Ticket },
            transaction
        );
        if (there >= mostOfTicket)
        {
            return FileAdding.TooMany;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO attachments (id, ticket, license, actor, place, name, type, size, sha256, created_at)
            VALUES (@Id, @Ticket, @License, @Actor, @Place, @Name, @Type, @Size, @Sha256, @now)
            """,
            new
            {
                file.Id,
                file.Ticket,
                file.License,
                file.Actor,
                file.Place,
                file.Name,
                file.Type,
                file.Size,
                file.Sha256,
                now = Now,
            },
            transaction
        );
        await log.AppendAsync(
            transaction,
            new(by, "fileBrought", file.Id, null, StateJson.Write(file)) { In = GuardedTable.Files }
        );
        await transaction.CommitAsync();
        return FileAdding.Added;
    }

    /// <summary>The file's bytes are stored.</summary>
    public async Task NoteStoredAsync(string id)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync("UPDATE attachments SET stored_at = @now WHERE id = @id", new { id, now = Now });
    }

    /// <summary>
    /// Keeps files for a message that is about to be posted. They stay from now on, whether or not it is: nothing that a
    /// message may refer to is ever removed.
    /// </summary>
    /// <param name="by">Who posts; only their own files count.</param>
    /// <param name="ticket">The message's ticket; only files uploaded for it count.</param>
    /// <param name="next">What stood for the ticket before it was opened: such a file is the ticket's from now on.</param>
    /// <param name="ids">The files.</param>
    /// <returns>The files in their order; fewer when one is not there for this, and then none of them is kept.</returns>
    public async Task<ImmutableArray<StoredFile>> ClaimAsync(
        Actor by,
        string ticket,
        string next,
        IReadOnlyList<string> ids
    )
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var own = (
            await connection.QueryAsync<StoredFile>(
                $"""
                SELECT {Columns} FROM attachments
                WHERE {database.IsOneOf("id", "ids")} AND ticket IN (@ticket, @next) AND actor = @actor
                    AND stored_at IS NOT NULL
                ORDER BY id {database.Locked}
                """,
                new
                {
                    ids = ids.ToArray(),
                    ticket,
                    next,
                    actor = by.Id,
                },
                transaction
            )
        ).ToDictionary(file => file.Id);
        if (own.Count == ids.Count)
        {
            foreach (var file in own.Values)
            {
                await ClaimAsync(by, file, file with { Ticket = ticket }, transaction);
            }

            await transaction.CommitAsync();
        }

        return [.. ids.Where(own.ContainsKey).Select(id => own[id])];
    }

    private async Task ClaimAsync(Actor by, StoredFile file, StoredFile claimed, DbTransaction transaction)
    {
        await transaction.Connection!.ExecuteAsync(
            "UPDATE attachments SET claimed_at = coalesce(claimed_at, @now), ticket = @Ticket WHERE id = @Id",
            new
            {
                now = Now,
                claimed.Ticket,
                file.Id,
            },
            transaction
        );
        if (claimed != file)
        {
            await log.AppendAsync(
                transaction,
                new(by, "fileBroughtToTicket", file.Id, StateJson.Write(file), StateJson.Write(claimed))
                {
                    In = GuardedTable.Files,
                }
            );
        }
    }

    /// <summary>Files that no message has claimed since an instant; at most so many.</summary>
    public async Task<ImmutableArray<StoredFile>> UnclaimedAsync(DateTimeOffset since, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        return
        [
            .. await connection.QueryAsync<StoredFile>(
                $"""
                SELECT {Columns} FROM attachments WHERE claimed_at IS NULL AND created_at < @before
                ORDER BY created_at LIMIT @limit
                """,
                new { before = since.ToUnixTimeMilliseconds(), limit }
            ),
        ];
    }

    /// <summary>Removes a file that is still unclaimed, and gives its bytes back to the quota.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> RemoveAsync(StoredFile file)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var removed = await connection.ExecuteAsync(
            "DELETE FROM attachments WHERE id = @Id AND claimed_at IS NULL",
            new { file.Id },
            transaction
        );
        if (removed == 0)
        {
            return false;
        }

        await connection.ExecuteAsync(
            "UPDATE attachment_usage SET bytes = bytes - @Size WHERE license = @License",
            new { file.Size, file.License },
            transaction
        );
        await log.AppendAsync(
            transaction,
            new(Actor.Desk, "fileRemoved", file.Id, StateJson.Write(file), null) { In = GuardedTable.Files }
        );
        await transaction.CommitAsync();
        return true;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
