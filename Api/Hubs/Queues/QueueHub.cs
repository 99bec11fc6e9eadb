using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Feeds;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// <c>/hubs/queue</c>: the live queue and what engineers do on it, by the same rules as the REST interface. A command id is
/// scoped to the caller and the act.
/// </summary>
[Authorize(Rights.Staff)]
internal sealed class QueueHub(
    QueueFeeds feeds,
    Followers<string, BoardDelta> viewers,
    IHubContext<QueueHub, IQueueClient> hub,
    BoardViews views,
    HubIdentity identity,
    TicketDirectory tickets,
    ISupportPolicySource policy,
    IGrainFactory grains,
    BuildId build
) : Hub<IQueueClient>, IQueueHub
{
    private const string Area = "queues";

    /// <inheritdoc/>
    public async Task<BoardSnapshot?> Subscribe(string desk)
    {
        var actor = await ProveAsync();
        if (feeds.Find(desk) is not { } feed)
        {
            return null;
        }

        // Another desk's deltas end.
        viewers.Leave(Context.ConnectionId);
        return await viewers.FollowAsync(
            Context,
            desk,
            actor,
            new QueueVoice(hub.Clients.Client(Context.ConnectionId), feed.Mirror),
            () => ReadAsync(feed),
            (snapshot, delta) => delta.Epoch == snapshot.Epoch && delta.Seq <= snapshot.Seq && !delta.IsHeartbeat()
        );
    }

    /// <inheritdoc/>
    public Task<ActAnswer> Claim(long number, string commandId) =>
        ActAsync(number, commandId, nameof(Claim), (ticket, context) => ticket.ClaimAsync(context));

    /// <inheritdoc/>
    public Task<ActAnswer> Release(long number, string commandId) =>
        ActAsync(number, commandId, nameof(Release), (ticket, context) => ticket.ReleaseAsync(context));

    /// <inheritdoc/>
    public async Task<ActAnswer> Next(string desk, string commandId)
    {
        var context = await CommandAsync(nameof(Next), desk, commandId);
        if (!policy.Current.Desks.Contains(desk))
        {
            return NotFound();
        }

        return await AnswerAsync(async () =>
        {
            var next = await grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value).NextAsync(context);
            return next.Ok ? new(next.Value.Number) : Refused(next.Refusal);
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SavedView>> Views() => await views.ListAsync((await ProveAsync()).Id);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SavedView>> KeepView(string name, BoardFilter filter)
    {
        var actor = await ProveWriterAsync();
        return await views.KeepAsync(actor.Id, new(name, filter)) is { } wrong
            ? throw new HubException(wrong)
            : await views.ListAsync(actor.Id);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SavedView>> ForgetView(string name)
    {
        var actor = await ProveWriterAsync();
        await views.ForgetAsync(actor.Id, name);
        return await views.ListAsync(actor.Id);
    }

    private async Task<BoardSnapshot?> ReadAsync(DeskFeed feed)
    {
        await feed.Heard.WaitAsync(Context.ConnectionAborted);
        return feed.Mirror.Snapshot() with { Build = build.Id };
    }

    private async Task<ActAnswer> ActAsync(
        long number,
        string commandId,
        string act,
        Func<ITicketGrain, CommandContext, Task<Answer<TicketReceipt>>> command
    )
    {
        var context = await CommandAsync(act, $"{number}", commandId);
        return await AnswerAsync(async () =>
        {
            if (await tickets.FindAsync(number) is not { } ticket)
            {
                return NotFound();
            }

            var answer = await command(ticket, context);
            return answer.Ok ? new(number) : Refused(answer.Refusal);
        });
    }

    /// <summary>Tells a lost answer apart from a refusal, so that the caller repeats the command under the same id.</summary>
    private static async Task<ActAnswer> AnswerAsync(Func<Task<ActAnswer>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is TimeoutException or UnknownOutcomeException)
        {
            return new(
                null,
                ProblemKind.OutcomeUnknown.Code,
                "No answer came in time; it may have been done. Press again to find out."
            );
        }
    }

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, actor => actor.IsStaff);

    private Task<Actor> ProveWriterAsync() => identity.ProveWriterAsync(Context, actor => actor.IsStaff, Area);

    private Task<CommandContext> CommandAsync(string act, string about, string commandId) =>
        identity.CommandAsync(Context, actor => actor.IsStaff, Area, $"hubs/queue {act}", about, commandId);

    private static ActAnswer NotFound() =>
        new(null, ProblemKind.NotFound.Code, "There is nothing here that you can see.");

    private static ActAnswer Refused(Refusal refusal) => new(null, ProblemKind.Of(refusal.Code).Code, refusal.Detail);
}
