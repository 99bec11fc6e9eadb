using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Background;

/// <summary>Background work that was given up, for admins.</summary>
internal static class FailedWorkEndpoints
{
    /// <summary>Adds <c>/failed-work</c>.</summary>
    public static void MapFailedWork(this IEndpointRouteBuilder v1)
    {
        var work = v1.MapGroup("/failed-work").WithTags("Background").RequireAuthorization(Rights.Admin);
        work.MapGet("", ListAsync)
            .Produces<ListBody<FailedWorkBody>>()
            .WithSummary("Background work that was given up, newest first, on one page.")
            .WithDescription(
                "Mails, deliveries to webhooks, and steps that finish what was begun. Other work goes on meanwhile."
            );
        work.MapPost("/retries", RetryAsync)
            .Produces<FailedWorkBody>()
            .WithSummary("Retries an item now, with a fresh set of attempts.");
        work.MapPost("/discards", DiscardAsync)
            .Produces<FailedWorkBody>()
            .WithSummary("Puts an item away: it is not tried again.");
    }

    private static async Task<IResult> ListAsync(FailedWorkService work) =>
        TypedResults.Ok(new ListBody<FailedWorkBody>([.. await work.ListAsync()], null));

    private static async Task<IResult> RetryAsync(ChosenFailedWork body, Command command, FailedWorkService work) =>
        (await work.RetryAsync(command.Context, body)).Ok(retried => retried);

    private static async Task<IResult> DiscardAsync(ChosenFailedWork body, Command command, FailedWorkService work) =>
        (await work.DiscardAsync(command.Context, body)).Ok(discarded => discarded);
}
