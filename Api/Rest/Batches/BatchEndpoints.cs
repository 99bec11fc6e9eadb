using Microsoft.AspNetCore.Mvc;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Problems;

namespace Tallydesk.Batches;

/// <summary>Many commands in one request, for a shop's nightly report or an import.</summary>
internal static class BatchEndpoints
{
    /// <summary>How many commands one request may hold.</summary>
    public const int MostCommands = 1_000;

    private const int LargestBody = 4 * 1024 * 1024;

    private const string Description =
        "Each command has the path and body of the single request that it replaces: an adjustment, a purchase, a license or a "
        + "ticket. Its result has the status and body of that single request. Its own key makes it safe to retry, "
        + "alone or in another batch. A command that is rejected or fails does not stop the others. Commands under one customer's "
        + "path run in order; tickets run in any order, so open a ticket on a new license in a later batch. Each "
        + "command counts against your rate limits. When you reach them, the remaining commands get 429, and "
        + "Retry-After says when to retry. A token with scopes needs batches:write and the scope of each command. "
        + "A batch can have up to 1,000 commands and 4 MiB. If any of its JSON is malformed, the whole batch is rejected.";

    /// <summary>Adds <c>/batches</c>.</summary>
    public static void MapBatches(this IEndpointRouteBuilder v1)
    {
        var pipeline = v1.CreateApplicationBuilder()
            .UseProblems()
            .Use((http, next) => http.Features.Get<Problem>() is { } refused ? refused.ExecuteAsync(http) : next(http))
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
            .RequireRateLimiting(RequestLimits.Expensive)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Produces<BatchAnswers>()
            .WithSummary("Runs many commands in one request, each on its own.")
            .WithDescription(Description);
    }

    /// <summary>Lets the requests of a POST endpoint be commands of a batch.</summary>
    /// <param name="endpoint">The endpoint. Its route has no constraints.</param>
    /// <param name="inOrderOf">The route value whose commands are carried out in their order; null for none.</param>
    public static TBuilder InBatches<TBuilder>(this TBuilder endpoint, string? inOrderOf = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Batched(inOrderOf));
}

/// <summary>Marks an endpoint whose requests may be commands of a batch.</summary>
/// <param name="InOrderOf">The route value whose commands are carried out in their order; null for none.</param>
internal sealed record Batched(string? InOrderOf);
