using System.Collections.Immutable;
using System.Data.Common;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Webhooks;

/// <summary>Makes, changes and tries webhooks, by admins.</summary>
public sealed class WebhookService(
    WebhookStore store,
    EventTable events,
    DeliveryTable deliveries,
    HappeningReader reader,
    WebhookTargets targets,
    WebhookDelivery sender,
    RightsLog log,
    TimeProvider time
)
{
    private const int MostWebhooks = 50;
    private const int LongestName = 100;

    /// <summary>
    /// Creates a webhook. It receives only what its creator's token can read, and ends with it.
    /// Refused: <see cref="RefusalCode.InvalidField"/>; at most 50.
    /// </summary>
    public async Task<Answer<WebhookBody>> MakeAsync(CommandContext context, Giver giver, NewWebhook asked) =>
        await WithSecretAsync(
            context,
            await log.OnceAsync(context, asked, command => MakeAsync(context, command, giver, asked))
        );

    /// <summary>
    /// Changes a webhook. Who gives it another address or other events is its giver from then on. Refused:
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    public Task<Answer<WebhookBody>> ChangeAsync(
        CommandContext context,
        Giver giver,
        string id,
        WebhookChanges asked
    ) => log.OnceAsync(context, asked, command => ChangeAsync(context, command, giver, id, asked));

    /// <summary>Gives a webhook a new secret; the one so far signs as well for a day. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public async Task<Answer<WebhookBody>> RenewSecretAsync(CommandContext context, string id) =>
        await WithSecretAsync(
            context,
            await log.OnceAsync(
                context,
                "secret " + id,
                async command =>
                    BodyOf(
                        await store.ChangeAsync(
                            context.Actor,
                            "webhookSecretRenewed",
                            command,
                            id,
                            webhook =>
                                webhook with
                                {
                                    Secrets =
                                        webhook.Secrets?.Renew(time.GetUtcNow(), context.Id.Value)
                                        ?? WebhookSecrets.Make(context.Id.Value),
                                }
                        )
                    )
            )
        );

    /// <summary>Deletes a webhook; pending events are not sent anymore. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public Task<Answer<WebhookBody>> RemoveAsync(CommandContext context, string id) =>
        log.OnceAsync<string, WebhookBody>(
            context,
            "remove " + id,
            async command =>
            {
                if (await store.FindAsync(id) is not { } webhook)
                {
                    return NotFound;
                }

                return await store.RemoveAsync(context.Actor, command, webhook) ? webhook.ToBody() : NotFound;
            }
        );

    /// <summary>Sends an event that tells of nothing, to try a webhook. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public Task<Answer<WebhookBody>> TryAsync(CommandContext context, string id) =>
        SendAsync(context, "try " + id, "webhookTried", id, transaction => AddTrialAsync(transaction, context, id));

    /// <summary>Sends an event again, whether it arrived or was given up. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public async Task<Answer<WebhookBody>> RepeatAsync(CommandContext context, string id, long delivery) =>
        await deliveries.FindAsync(id, delivery) is null
            ? NotFound
            : await SendAsync(
                context,
                $"repeat {id} {delivery}",
                "webhookRepeated",
                id,
                transaction => deliveries.RepeatAsync(transaction, delivery)
            );

    private async Task<Answer<WebhookBody>> MakeAsync(
        CommandContext context,
        RecordedCommand command,
        Giver giver,
        NewWebhook asked
    )
    {
        var name = Given.Words(asked.Name, "name").Trim();
        var url = targets.Find(Given.Words(asked.Url, "url"));
        var refusal = Fields.Text("name", name, LongestName) ?? url.Refusal ?? CheckEvents(asked.Events ?? [], giver);
        if (refusal is not null)
        {
            return refusal;
        }

        if ((await store.ListAsync()).Length >= MostWebhooks)
        {
            return Fields.Invalid("name", $"You can have up to {MostWebhooks} webhooks. Delete one first.");
        }

        var now = time.GetUtcNow();
        var webhook = new Webhook(
            KeyHash.Of(Webhook.Prefix, context.Id.Value),
            name,
            url.Value!,
            EventsOf(asked.Events!),
            WebhookSecrets.Make(context.Id.Value),
            now,
            now,
            Place.End,
            null
        )
        {
            Maker = giver.Id,
            ExpiresAt = giver.ExpiresAt,
        };
        return await store.AddAsync(context.Actor, command, webhook, giver)
            ? webhook.ToBody()
            : BodyOf(await store.FindAsync(webhook.Id));
    }

    private async Task<Answer<WebhookBody>> ChangeAsync(
        CommandContext context,
        RecordedCommand command,
        Giver giver,
        string id,
        WebhookChanges asked
    )
    {
        if (await store.FindAsync(id) is not { } known)
        {
            return NotFound;
        }

        var name = Given.OptionalText(asked.Name, "name")?.Trim();
        var url = Given.OptionalText(asked.Url, "url") is { } typed ? targets.Find(typed) : default;
        var refusal =
            (name is null ? null : Fields.Text("name", name, LongestName))
            ?? url.Refusal
            ?? (asked.Events is null ? null : CheckEvents(asked.Events, giver))
            ?? (url.Value is null || url.Value == known.Url ? null : CheckReach(known.Events, giver));
        if (refusal is not null)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        return BodyOf(
            await store.ChangeAsync(
                context.Actor,
                "webhookChanged",
                command,
                id,
                webhook =>
                    Bounded(
                        webhook,
                        Paused(webhook, asked.Paused, now) with
                        {
                            Name = name ?? webhook.Name,
                            Url = url.Value ?? webhook.Url,
                            Events = asked.Events is null ? webhook.Events : EventsOf(asked.Events),
                        },
                        giver
                    ),
                giver: giver
            )
        );
    }

    /// <summary>A changed webhook: if its URL or events change, it is limited by the rights of the person who changed it.</summary>
    private static Webhook Bounded(Webhook before, Webhook after, Giver giver) =>
        before.Url == after.Url && before.Events.SequenceEqual(after.Events)
            ? after
            : after with
            {
                Maker = giver.Id,
                ExpiresAt = giver.ExpiresAt,
            };

    private async Task<Answer<WebhookBody>> SendAsync(
        CommandContext context,
        string content,
        string kind,
        string id,
        Func<DbTransaction, Task> send
    )
    {
        var sent = await log.OnceAsync(
            context,
            content,
            async command => BodyOf(await store.ChangeAsync(context.Actor, kind, command, id, same => same, send))
        );
        sender.Bell.Ring();
        return sent;
    }

    private async Task AddTrialAsync(DbTransaction transaction, CommandContext context, string id)
    {
        var now = time.GetUtcNow();
        var trial = new LookedAt(
            KeyHash.Of(LookedAt.Prefix, $"{await reader.EpochIdAsync()}\n{context.Id.Value}"),
            "trial",
            context.Id.Value,
            1,
            now.ToUnixTimeMilliseconds(),
            EventType.Tried,
            new EventBody(EventType.Tried, now, new()).ToJson(),
            [id]
        );
        await events.AddAsync(transaction, [trial]);
    }

    /// <summary>Adds the secret to what a command answers, also to its repeat while the secret that it made holds.</summary>
    private async Task<Answer<WebhookBody>> WithSecretAsync(CommandContext context, Answer<WebhookBody> made) =>
        made.Ok
        && await store.FindAsync(made.Value.Id) is { Secrets: var secrets }
        && (secrets?.Command ?? context.Id.Value) == context.Id.Value
            ? made.Value with
            {
                Secret = secrets?.Current,
            }
            : made;

    private static Webhook Paused(Webhook webhook, bool? asked, DateTimeOffset now) =>
        asked switch
        {
            true => webhook with { PausedAt = webhook.PausedAt ?? now },
            false => webhook with { PausedAt = null },
            _ => webhook,
        };

    private static Answer<WebhookBody> BodyOf(Webhook? webhook) => webhook is null ? NotFound : webhook.ToBody();

    private static Refusal? CheckEvents(IReadOnlyList<string?> asked, Giver giver) =>
        Given.OptionalList(asked, EventType.All.Length, "events")!.Count == 0
            ? Fields.Invalid("events", "Choose at least one event.")
        : asked.FirstOrDefault(name => !EventType.IsOne(name)) is { } unknown
            ? Fields.Invalid("events", $"Unknown event: {Fields.Shown(unknown)}.")
        : asked.Any(name => name is null) ? Fields.Invalid("events", "events must contain event names.")
        : CheckReach(asked, giver);

    private static Refusal? CheckReach(IEnumerable<string?> events, Giver giver) =>
        EventType.Beyond(giver.Scopes, events) is { } beyond
            ? Fields.Invalid("events", $"Your token is missing the scope {beyond.Scope}, which {beyond.Name} requires.")
            : null;

    private static ImmutableArray<string> EventsOf(IReadOnlyList<string?> asked) =>
        [.. EventType.All.Select(type => type.Name).Where(asked.Contains)];

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Webhook not found.");
}
