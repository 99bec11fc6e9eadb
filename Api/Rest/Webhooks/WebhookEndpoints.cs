using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Webhooks;

/// <summary>Webhooks and how their deliveries go, for admins.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Adds <c>/webhooks</c> and <c>/webhook-events</c>.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/webhook-events", ListEvents)
            .WithTags("Webhooks")
            .RequireAuthorization(Rights.Admin)
            .Produces<ListBody<EventTypeBody>>()
            .WithSummary("Lists all event types that webhooks can receive, on one page.");

        var webhooks = v1.MapGroup("/webhooks").WithTags("Webhooks").RequireAuthorization(Rights.Admin);
        webhooks
            .MapGet("", ListAsync)
            .Produces<ListBody<WebhookBody>>()
            .WithSummary("Lists all webhooks, up to 50 on one page.");
        webhooks
            .MapPost("", MakeAsync)
            .Produces<WebhookBody>(StatusCodes.Status201Created)
            .WithSummary("Creates a webhook, which receives events from now on. The response contains its secret.")
            .WithDescription(
                "It receives only events that the caller's token can read. It expires with that token and is revoked with it."
            );

        var webhook = webhooks.MapGroup("/{id}");
        webhook.MapGet("", ViewAsync).Produces<WebhookBody>();
        webhook.MapPatch("", ChangeAsync).Produces<WebhookBody>().WithSummary("Updates, pauses or resumes a webhook.");
        webhook.MapPost("/removal", RemoveAsync).Produces<WebhookBody>();
        webhook
            .MapPost("/secret", RenewSecretAsync)
            .Produces<WebhookBody>()
            .WithSummary("Creates a new secret. The old one also signs deliveries for one day.");
        webhook
            .MapPost("/trial", TryAsync)
            .Produces<WebhookBody>()
            .WithSummary($"Sends a test event, {EventType.Tried}.");
        webhook
            .MapGet("/deliveries", ListDeliveriesAsync)
            .Produces<ListBody<DeliveryBody>>()
            .WithSummary("Lists the deliveries of the last 30 days and pending ones, newest first, with all attempts.");
        webhook
            .MapPost("/deliveries/{delivery:long}/repetition", RepeatAsync)
            .Produces<WebhookBody>()
            .WithSummary("Sends an event again, whether it was delivered or failed.");
    }

    private static Ok<ListBody<EventTypeBody>> ListEvents() =>
        TypedResults.Ok(
            new ListBody<EventTypeBody>(
                [.. EventType.All.Select(type => new EventTypeBody(type.Name, type.Meaning))],
                null
            )
        );

    private static async Task<IResult> ListAsync(WebhookStore store) =>
        TypedResults.Ok(
            new ListBody<WebhookBody>([.. (await store.ListAsync()).Select(webhook => webhook.ToBody())], null)
        );

    private static async Task<IResult> MakeAsync(
        NewWebhook body,
        Command command,
        WebhookService service,
        HttpContext http
    ) =>
        (await service.MakeAsync(command.Context, Giver.Of(http.User), body)).Created(
            made => made,
            made => $"/v1/webhooks/{made.Id}"
        );

    private static async Task<IResult> ViewAsync(string id, WebhookStore store) =>
        await store.FindAsync(id) is { } webhook ? TypedResults.Ok(webhook.ToBody()) : Problem.NotFound;

    private static async Task<IResult> ChangeAsync(
        string id,
        WebhookChanges body,
        Command command,
        WebhookService service,
        HttpContext http
    ) => (await service.ChangeAsync(command.Context, Giver.Of(http.User), id, body)).Ok(changed => changed);

    private static async Task<IResult> RemoveAsync(string id, Command command, WebhookService service) =>
        (await service.RemoveAsync(command.Context, id)).Ok(removed => removed);

    private static async Task<IResult> RenewSecretAsync(string id, Command command, WebhookService service) =>
        (await service.RenewSecretAsync(command.Context, id)).Ok(renewed => renewed);

    private static async Task<IResult> TryAsync(string id, Command command, WebhookService service) =>
        (await service.TryAsync(command.Context, id)).Ok(tried => tried);

    private static async Task<IResult> ListDeliveriesAsync(
        string id,
        PageRequest page,
        WebhookStore store,
        DeliveryTable deliveries
    )
    {
        if (await store.FindAsync(id) is null)
        {
            return Problem.NotFound;
        }

        var before = page.After is null ? long.MaxValue : page.AfterSeq();
        var found = await deliveries.ListAsync(id, before, page.Limit + 1);
        var attempts = await deliveries.AttemptsAsync(found);
        return TypedResults.Ok(
            page.Of(
                found,
                delivery => DeliveryBody.Of(delivery, attempts[delivery.Place]),
                delivery => $"{delivery.Place}"
            )
        );
    }

    private static async Task<IResult> RepeatAsync(string id, long delivery, Command command, WebhookService service) =>
        (await service.RepeatAsync(command.Context, id, delivery)).Ok(repeated => repeated);
}
