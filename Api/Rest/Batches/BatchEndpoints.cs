using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Batches;

/// <summary>Many commands in one request: what a shop reports at night, and what an import brings.</summary>
internal static class BatchEndpoints
{
    /// <summary>How many commands one request may hold.</summary>
    public const int MostCommands = 1_000;

    private const int LargestBody = 4 * 1024 * 1024;

    private const string Description =
        "Each command has the path and the body that its own request would have: an adjustment, a purchase, a license or a "
        + "ticket. It gets the answer that its own request would get, and its own key makes it safe to repeat, alone or in "
        + "another batch. A command that is refused stops no other. Commands of one customer are carried out in their "
        + "order, all others in any. Each command counts against the caller's limits; those beyond are answered 429, and "
        + "Retry-After tells when to send them again. A token with scopes needs batches:write and the scope of each "
        + "command. Up to 1,000 commands and 4 MiB.";

    /// <summary>Adds <c>/batches</c>.</summary>
    public static void MapBatches(this IEndpointRouteBuilder v1)
    {
        var pipeline = v1.CreateApplicationBuilder()
            .UseStatusCodePages(context =>
                Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext)
            )
            .UseMiddleware<FailureMiddleware>()
            .UseAuthorization();
        pipeline.Run(http => http.GetEndpoint()!.RequestDelegate!(http));
        var runner = new BatchRunner(pipeline.Build());
        v1.MapPost(
                "/batches",
                (NewBatch body, HttpContext http, EndpointDataSource endpoints) =>
                    runner.RunAsync(http, endpoints, body)
            )
            .WithTags("Batches")
            .RequireAuthorization(Rights.Anyone)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Produces<BatchAnswers>()
            .WithSummary("Carries out many commands, each by itself.")
            .WithDescription(Description);
    }

    /// <summary>Lets the endpoint's requests be commands of a batch.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="inOrderOf">The route value whose commands are carried out in their order; null for none.</param>
    public static TBuilder InBatches<TBuilder>(this TBuilder endpoint, string? inOrderOf = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Batched(inOrderOf));
}

/// <summary>Marks an endpoint whose requests may be commands of a batch.</summary>
/// <param name="InOrderOf">The route value whose commands are carried out in their order; null for none.</param>
internal sealed record Batched(string? InOrderOf);
