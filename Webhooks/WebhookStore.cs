using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>The webhooks in the database. A change and its audit row are one transaction; secrets are encrypted with data protection.</summary>
public sealed class WebhookStore(Database database, RightsLog log, IDataProtectionProvider protection)
    : IWebhooksOfTokens
{
    private const string Columns =
        "id AS Id, name AS Name, url AS Url, events AS Events, secret AS Secret, created_at AS CreatedAt, "
        + "since AS Since, start_epoch AS StartEpoch, start_xact AS StartXact, paused_at AS PausedAt, "
        + "maker AS Maker, expires_at AS ExpiresAt";

    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.Webhooks");

    /// <summary>All webhooks by rising id.</summary>
    public async Task<ImmutableArray<Webhook>> ListAsync()
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>($"SELECT {Columns} FROM webhooks ORDER BY id");
        return [.. rows.Select(ToWebhook)];
    }

    /// <summary>One webhook; null when there is none.</summary>
    public async Task<Webhook?> FindAsync(string id)
    {
        await using var connection = await database.OpenReadAsync();
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM webhooks WHERE id = @id",
            new { id }
        );
        return row is null ? null : ToWebhook(row);
    }

    /// <summary>Keeps a webhook, unless one with its id is there or its giver has ended.</summary>
    /// <returns>Whether it is kept now.</returns>
    public async Task<bool> AddAsync(Actor by, RecordedCommand command, Webhook webhook, Giver giver)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (!await GiverHold.HoldAsync(database, transaction, giver))
        {
            return false;
        }

        var added = await connection.ExecuteAsync(
            $"""
            INSERT INTO webhooks (
                id, name, url, events, secret, created_at, since, paused_at, maker, expires_at, start_epoch, start_xact
            )
            SELECT @Id, @Name, @Url, @Events, @Secret, @CreatedAt, @Since, @PausedAt, @Maker, @ExpiresAt, h.epoch, h.xact
            FROM ({database.Horizon}) AS h WHERE true ON CONFLICT (id) DO NOTHING
            """,
            ToRow(webhook, stored: ""),
            transaction
        );
        if (added == 1)
        {
            await AuditAsync(transaction, by, "webhookMade", null, webhook, command);
            await transaction.CommitAsync();
        }

        return added == 1;
    }

    /// <summary>Changes a webhook.</summary>
    /// <param name="by">Who changes it.</param>
    /// <param name="kind">The action, as recorded in the audit.</param>
    /// <param name="command">The command; null for Tallydesk's own actions.</param>
    /// <param name="id">The webhook.</param>
    /// <param name="change">The change of what is there.</param>
    /// <param name="giver">The granter that the change depends on; nothing is changed if it has ended. Null if there is none.</param>
    /// <param name="more">What else is written in the same transaction; nothing when absent.</param>
    /// <returns>The webhook since; null when there is none.</returns>
    public async Task<Webhook?> ChangeAsync(
        Actor by,
        string kind,
        RecordedCommand? command,
        string id,
        Func<Webhook, Webhook> change,
        Func<DbTransaction, Task>? more = null,
        Giver? giver = null
    )
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (giver is not null && !await GiverHold.HoldAsync(database, transaction, giver))
        {
            return null;
        }

        // The update comes first: it holds the row until the transaction ends.
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"UPDATE webhooks SET name = name WHERE id = @id RETURNING {Columns}",
            new { id },
            transaction
        );
        if (row is null)
        {
            return null;
        }

        var before = ToWebhook(row);
        var after = change(before);
        await connection.ExecuteAsync(
            """
            UPDATE webhooks SET name = @Name, url = @Url, events = @Events, secret = @Secret,
                paused_at = @PausedAt, maker = @Maker, expires_at = @ExpiresAt
            WHERE id = @Id
            """,
            ToRow(after, row.Secret),
            transaction
        );
        await (more?.Invoke(transaction) ?? Task.CompletedTask);
        await AuditAsync(transaction, by, kind, before, after, command);
        await transaction.CommitAsync();
        return after;
    }

    /// <summary>Pauses a webhook whose receiver says that it is gone.</summary>
    public Task PauseGoneAsync(string id, DateTimeOffset now) =>
        ChangeAsync(
            Actor.Desk,
            "webhookGone",
            command: null,
            id,
            webhook => webhook with { PausedAt = webhook.PausedAt ?? now }
        );

    /// <summary>Deletes a webhook with its pending deliveries.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(Actor by, RecordedCommand command, Webhook webhook)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var removed = await connection.ExecuteAsync(
            "DELETE FROM webhooks WHERE id = @Id",
            new { webhook.Id },
            transaction
        );
        if (removed == 1)
        {
            await AuditAsync(transaction, by, "webhookRemoved", webhook, webhook, command);
            await transaction.CommitAsync();
        }

        return removed == 1;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<WebhookBody>> ListMadeWithAsync(DbTransaction transaction, string token)
    {
        var rows = await transaction.Connection!.QueryAsync<Row>(
            $"""
            {TokenStore.MadeWith} SELECT {Columns} FROM webhooks WHERE maker IN (SELECT made.id FROM made)
            ORDER BY created_at, id LIMIT 100
            """,
            new { id = token },
            transaction
        );
        return [.. rows.Select(row => ToWebhook(row).ToBody())];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RightsChange>> EndMadeWithAsync(
        DbTransaction transaction,
        Actor by,
        string token,
        DateTimeOffset now
    )
    {
        var parameters = new { id = token, at = now.ToUnixTimeMilliseconds() };
        const string Those = "maker IN (SELECT made.id FROM made) AND (expires_at IS NULL OR expires_at > @at)";
        // The update comes first: it holds the rows until the transaction ends.
        var before = await transaction.Connection!.QueryAsync<Row>(
            $"{TokenStore.MadeWith} UPDATE webhooks SET name = name WHERE {Those} RETURNING {Columns}",
            parameters,
            transaction
        );
        await transaction.Connection!.ExecuteAsync(
            $"{TokenStore.MadeWith} UPDATE webhooks SET expires_at = @at WHERE {Those}",
            parameters,
            transaction
        );
        return
        [
            .. before
                .OrderBy(row => row.CreatedAt)
                .Select(ToWebhook)
                .Select(webhook => ChangeOf(by, "webhookEnded", webhook, webhook with { ExpiresAt = now }, null)),
        ];
    }

    private Task AuditAsync(
        DbTransaction transaction,
        Actor by,
        string kind,
        Webhook? before,
        Webhook after,
        RecordedCommand? command
    ) => log.AppendAsync(transaction, ChangeOf(by, kind, before, after, command));

    private static RightsChange ChangeOf(
        Actor by,
        string kind,
        Webhook? before,
        Webhook after,
        RecordedCommand? command
    ) =>
        new(
            by,
            kind,
            after.Id,
            before is null ? null : StateJson.Write(before.ToBody()),
            StateJson.Write(after.ToBody())
        )
        {
            Command = command,
            In = GuardedTable.Webhooks,
        };

    /// <summary>A webhook as its row; secrets that can't be decrypted stay as they are stored.</summary>
    private Row ToRow(Webhook webhook, string stored) =>
        new()
        {
            Id = webhook.Id,
            Name = webhook.Name,
            Url = webhook.Url.AbsoluteUri,
            Events = string.Join(' ', webhook.Events),
            Secret = webhook.Secrets is null ? stored : protector.Protect(StateJson.Write(webhook.Secrets)),
            CreatedAt = webhook.CreatedAt.ToUnixTimeMilliseconds(),
            Since = webhook.Since.ToUnixTimeMilliseconds(),
            PausedAt = webhook.PausedAt?.ToUnixTimeMilliseconds(),
            Maker = webhook.Maker,
            ExpiresAt = webhook.ExpiresAt?.ToUnixTimeMilliseconds(),
        };

    private Webhook ToWebhook(Row row) =>
        new(
            row.Id,
            row.Name,
            new Uri(row.Url),
            [.. row.Events.Split(' ')],
            SecretsOf(row),
            DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Since),
            new(row.StartEpoch, row.StartXact),
            row.PausedAt.ToInstant()
        )
        {
            Maker = row.Maker,
            ExpiresAt = row.ExpiresAt.ToInstant(),
        };

    // One that can't be decrypted, as after a restore without the keys, keeps no other webhook waiting.
    private WebhookSecrets? SecretsOf(Row row)
    {
        try
        {
            return StateJson.Read<WebhookSecrets>(protector.Unprotect(row.Secret));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required string Url { get; init; }
        public required string Events { get; init; }
        public required string Secret { get; init; }
        public required long CreatedAt { get; init; }
        public required long Since { get; init; }
        public long StartEpoch { get; init; }
        public long StartXact { get; init; }
        public long? PausedAt { get; init; }
        public string? Maker { get; init; }
        public long? ExpiresAt { get; init; }
    }
}
