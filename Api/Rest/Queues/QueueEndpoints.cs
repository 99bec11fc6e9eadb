using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Queues;

/// <summary>The live queues, for staff.</summary>
internal static class QueueEndpoints
{
    /// <summary>Adds <c>/queues</c>.</summary>
    public static void MapQueues(this IEndpointRouteBuilder v1)
    {
        var queues = v1.MapGroup("/queues").WithTags("Queues").RequireAuthorization(Rights.Staff);
        queues.MapGet("", List).Produces<ListBody<DeskBody>>();
        queues.MapGet("/{desk}", ViewAsync).Produces<QueueSnapshot>();
        queues.MapPost("/{desk}/next", NextAsync).Produces<ClaimedTicket>().Produces(StatusCodes.Status204NoContent);
    }

    private static Ok<ListBody<DeskBody>> List(ISupportPolicySource policy) =>
        TypedResults.Ok(new ListBody<DeskBody>([.. policy.Current.Desks.Select(desk => new DeskBody(desk))], null));

    private static async Task<IResult> ViewAsync(string desk, Caller caller, QueueActs acts) =>
        acts.Find(desk) is { } queue ? (await queue.ViewAsync(caller.Actor)).Ok(queue => queue) : Problem.NotFound;

    private static async Task<IResult> NextAsync(string desk, Command command, QueueActs acts) =>
        (await acts.NextAsync(command.Context, desk)).Then(found =>
            found.Number is { } number ? TypedResults.Ok(new ClaimedTicket(number)) : TypedResults.NoContent()
        );
}
