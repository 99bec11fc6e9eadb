using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Background;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Mail;

/// <summary>
/// Stores emails, from the change that caused them until they are sent. Their text is encrypted with data protection,
/// because the links in it are secrets.
/// </summary>
public sealed class Outbox(Database database, IDataProtectionProvider protection, TimeProvider time) : IFailedWorkSource
{
    // A discarded mail is a given up one whose text is gone.
    private const string IsDead = "due_at IS NULL AND sent_at IS NULL AND body IS NOT NULL";

    private const string DeadColumns =
        $"'{FailedWorkKinds.Mail}' AS Kind, id AS Id, attempts AS Attempts, "
        + "coalesce(failed_at, created_at) AS FailedAt, failure AS Failure";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.Mail");

    /// <summary>Adds a mail within the transaction that causes it; one of the same id is left as it is.</summary>
    public async Task AddAsync(DbTransaction transaction, OutgoingMail mail)
    {
        await transaction.Connection!.ExecuteAsync(
            """
            INSERT INTO mails (id, created_at, due_at, attempts, body) VALUES (@Id, @now, @now, 0, @body)
            ON CONFLICT (id) DO NOTHING
            """,
            new
            {
                mail.Id,
                now = Now,
                body = protector.Protect(StateJson.Write(mail)),
            },
            transaction
        );
    }

    /// <summary>Wakes the sender: something was added.</summary>
    public Bell Bell { get; } = new();

    /// <summary>Takes the mails that are due, so that no other gateway takes them for a minute.</summary>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<DueMail>> TakeAsync(int limit)
    {
        await using var connection = await database.OpenWriteAsync();
        var rows = await connection.QueryAsync<Row>(
            $"""
            WITH due AS MATERIALIZED (
                SELECT id FROM mails WHERE due_at <= @now ORDER BY due_at, id LIMIT @limit {database.SkipLocked}
            )
            UPDATE mails SET attempts = attempts + 1, due_at = @later WHERE id IN (SELECT id FROM due)
            RETURNING id AS Id, body AS Body, attempts AS Attempts
            """,
            new
            {
                now = Now,
                later = Now + (long)MailRetries.Claim.TotalMilliseconds,
                limit,
            }
        );
        return [.. rows.Select(row => new DueMail(row.Id, MailOf(row), row.Attempts))];
    }

    /// <summary>The mail is sent: its text goes, its id stays for a week.</summary>
    public async Task CompleteAsync(string id)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "UPDATE mails SET sent_at = @now, due_at = NULL, body = NULL, failure = NULL WHERE id = @id",
            new { now = Now, id }
        );
        await connection.ExecuteAsync(
            $"""
            WITH old AS MATERIALIZED (
                SELECT id FROM mails WHERE due_at IS NULL AND created_at < @before ORDER BY id {database.SkipLocked}
            )
            DELETE FROM mails WHERE id IN (SELECT id FROM old)
            """,
            new { before = Now - (long)Kept.TotalMilliseconds }
        );
    }

    /// <summary>The mail is tried again later, or given up.</summary>
    /// <param name="id">Which.</param>
    /// <param name="failure">Why it was not sent, without anything of the mail.</param>
    /// <param name="again">After how long; null to give up. Its text is kept then, for the operator.</param>
    public async Task PostponeAsync(string id, string failure, TimeSpan? again)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "UPDATE mails SET due_at = @due, failure = @failure, failed_at = @now WHERE id = @id",
            new
            {
                id,
                now = Now,
                due = again is { } wait ? Now + (long)wait.TotalMilliseconds : (long?)null,
                failure,
            }
        );
    }

    /// <summary>The state of the outbox.</summary>
    public async Task<OutboxView> ViewAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QuerySingleAsync<OutboxView>(
            $"""
            SELECT (SELECT count(*) FROM mails WHERE due_at IS NOT NULL) AS Waiting,
                (SELECT count(*) FROM mails WHERE {IsDead}) AS GivenUp,
                (SELECT failure FROM mails WHERE {IsDead} ORDER BY created_at DESC, id LIMIT 1) AS Failure
            """
        );
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<FailedWorkRow>> ListDeadAsync(int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<FailedWorkRow>(
            $"SELECT {DeadColumns} FROM mails WHERE {IsDead} ORDER BY created_at DESC, id LIMIT @limit",
            new { limit }
        );
        return [.. rows];
    }

    /// <inheritdoc/>
    public Task<FailedWorkRow?> RetryAsync(DbTransaction transaction, string kind, string id) =>
        SetDeadAsync(transaction, "due_at = @now, attempts = 0", kind, id);

    /// <inheritdoc/>
    public Task<FailedWorkRow?> DiscardAsync(DbTransaction transaction, string kind, string id) =>
        SetDeadAsync(transaction, "body = NULL", kind, id);

    private async Task<FailedWorkRow?> SetDeadAsync(DbTransaction transaction, string change, string kind, string id) =>
        kind == FailedWorkKinds.Mail
            ? await DeadRows.SetAsync(
                transaction,
                "mails",
                DeadColumns,
                $"id = @id AND {IsDead}",
                change,
                new { id, now = Now }
            )
            : null;

    // A mail whose text can't be read, as after a restore without the keys, keeps no other waiting.
    private OutgoingMail? MailOf(Row row)
    {
        try
        {
            return row.Body is null ? null : StateJson.Read<OutgoingMail>(protector.Unprotect(row.Body));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed class Row
    {
        public required string Id { get; init; }
        public string? Body { get; init; }
        public required int Attempts { get; init; }
    }
}

/// <summary>A mail whose turn it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Mail">The mail; null when its text can't be decrypted.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record DueMail(string Id, OutgoingMail? Mail, int Attempt);

/// <summary>The state of the outbox.</summary>
/// <param name="Waiting">How many mails are to be sent.</param>
/// <param name="GivenUp">How many of the last days were given up.</param>
/// <param name="Failure">Why the newest of them was.</param>
public sealed record OutboxView(long Waiting, long GivenUp, string? Failure);
