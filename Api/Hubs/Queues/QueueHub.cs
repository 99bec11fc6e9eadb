using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Feeds;
using Tallydesk.Hosting;
using Tallydesk.Identity;
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
    TicketActs tickets,
    QueueActs queues,
    BuildId build
) : Hub<IQueueClient>, IQueueHub
{
    private const string Area = "queues";

    // More rows than fit on a screen, but few enough to send quickly.
    private const int FirstRows = 200;
    private const int RowsAtOnce = 4_000;
    private static readonly object KeptRows = new();

    /// <inheritdoc/>
    public Task<BoardSnapshot?> Subscribe(string desk) => FollowAsync(desk);

    /// <inheritdoc/>
    public async Task<BoardSnapshot?> Begin(string desk)
    {
        var whole = await FollowAsync(desk);
        if (whole is null || whole.Rows.Length <= FirstRows)
        {
            return whole;
        }

        Context.Items[KeptRows] = whole.Rows;
        return whole with { Rows = whole.Rows[..FirstRows], Rest = whole.Rows.Length - FirstRows };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<BoardRow>> Rest(int after)
    {
        await ProveAsync();
        if (
            Context.Items.TryGetValue(KeptRows, out var kept)
            && kept is ImmutableArray<BoardRow> rows
            && after >= 0
            && after < rows.Length
        )
        {
            var count = Math.Min(RowsAtOnce, rows.Length - after);
            if (after + count == rows.Length)
            {
                Context.Items.Remove(KeptRows);
            }

            return rows.Slice(after, count);
        }

        return [];
    }

    /// <inheritdoc/>
    public async Task<ActAnswer> Claim(long number, string commandId)
    {
        var context = await CommandAsync(nameof(Claim), $"{number}", commandId);
        return await AnswerAsync(() => tickets.ClaimAsync(context, number), _ => number);
    }

    /// <inheritdoc/>
    public async Task<ActAnswer> Release(long number, string commandId)
    {
        var context = await CommandAsync(nameof(Release), $"{number}", commandId);
        return await AnswerAsync(() => tickets.ReleaseAsync(context, number), _ => number);
    }

    /// <inheritdoc/>
    public async Task<ActAnswer> Next(string desk, string commandId)
    {
        var context = await CommandAsync(nameof(Next), desk, commandId);
        return await AnswerAsync(() => queues.NextAsync(context, desk), next => next.Number);
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

    private async Task<BoardSnapshot?> FollowAsync(string desk)
    {
        var actor = await ProveAsync();
        if (feeds.Find(desk) is not { } feed)
        {
            return null;
        }

        // Another queue's deltas end, and its remaining rows are not requested anymore.
        viewers.Leave(Context.ConnectionId);
        Context.Items.Remove(KeptRows);
        return await viewers.FollowAsync(
            Context,
            desk,
            actor,
            new QueueVoice(hub.Clients.Client(Context.ConnectionId), feed.Mirror),
            () => ReadAsync(feed),
            (snapshot, delta) => delta.Epoch == snapshot.Epoch && delta.Seq <= snapshot.Seq && !delta.IsHeartbeat()
        );
    }

    private async Task<BoardSnapshot?> ReadAsync(DeskFeed feed)
    {
        await feed.Heard.WaitAsync(Context.ConnectionAborted);
        return feed.Mirror.Snapshot() with { Build = build.Id };
    }

    private static Task<ActAnswer> AnswerAsync<T>(Func<Task<Answer<T>>> act, Func<T, long?> number)
        where T : class =>
        HubAnswer.OfAsync(act, done => new ActAnswer(number(done)), (code, why) => new ActAnswer(null, code, why));

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, actor => actor.IsStaff);

    private Task<Actor> ProveWriterAsync() => identity.ProveWriterAsync(Context, actor => actor.IsStaff, Area);

    private Task<CommandContext> CommandAsync(string act, string about, string commandId) =>
        identity.CommandAsync(Context, actor => actor.IsStaff, Area, $"hubs/queue {act}", about, commandId);
}
