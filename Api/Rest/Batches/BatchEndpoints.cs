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
        "Each command has the path and the body that its own request would have: an adjustment, a purchase, a license or a "
        + "ticket. It gets the status and the body that its own request would get, and its own key makes it safe to repeat, "
        + "alone or in another batch. A command that is refused or fails does not stop the others. Commands under one customer's "
        + "path are carried out in order, tickets in any order: send a ticket of a new license in a later batch. Each "
        + "command counts against the caller's limits; once they are reached, the remaining commands get 429, and "
        + "Retry-After says when the next one is accepted. A token with scopes needs batches:write and the scope of each command. "
        + "Up to 1,000 commands and 4 MiB; JSON that is malformed anywhere is refused as a whole.";

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
            .WithSummary("Carries out many commands, each by itself.")
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
