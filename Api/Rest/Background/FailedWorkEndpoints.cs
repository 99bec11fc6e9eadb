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
            .WithSummary("Lists failed background work, newest first, on one page.")
            .WithDescription(
                "Emails, webhook deliveries and follow-up steps that failed after all their retries. Failed items do not block other work."
            );
        work.MapPost("/retries", RetryAsync)
            .Produces<FailedWorkBody>()
            .WithSummary("Retries an item now and resets its attempts.");
        work.MapPost("/discards", DiscardAsync)
            .Produces<FailedWorkBody>()
            .WithSummary("Discards an item, so that it is not retried again.");
    }

    private static async Task<IResult> ListAsync(FailedWorkService work) =>
        TypedResults.Ok(new ListBody<FailedWorkBody>([.. await work.ListAsync()], null));

    private static async Task<IResult> RetryAsync(ChosenFailedWork body, Command command, FailedWorkService work) =>
        (await work.RetryAsync(command.Context, body)).Ok(retried => retried);

    private static async Task<IResult> DiscardAsync(ChosenFailedWork body, Command command, FailedWorkService work) =>
        (await work.DiscardAsync(command.Context, body)).Ok(discarded => discarded);
}
