using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Queues;

/// <summary>The desks' live queues, for staff.</summary>
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

    private static async Task<IResult> ViewAsync(
        string desk,
        Caller caller,
        IGrainFactory grains,
        ISupportPolicySource policy
    )
    {
        if (Queue(desk, grains, policy) is not { } queue)
        {
            return Problem.NotFound;
        }

        var view = await queue.ViewAsync(caller.Actor);
        return view.Ok(queue => queue);
    }

    private static async Task<IResult> NextAsync(
        string desk,
        Command command,
        IGrainFactory grains,
        ISupportPolicySource policy
    )
    {
        if (Queue(desk, grains, policy) is not { } queue)
        {
            return Problem.NotFound;
        }

        var next = await queue.NextAsync(command.Context);
        return next.Then(found =>
            found.Number is { } number ? TypedResults.Ok(new ClaimedTicket(number)) : TypedResults.NoContent()
        );
    }

    /// <summary>The queue of a desk that the policy names; null for any other name, about which no grain is asked.</summary>
    private static IQueueGrain? Queue(string desk, IGrainFactory grains, ISupportPolicySource policy) =>
        policy.Current.Desks.Contains(desk) ? grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value) : null;
}
