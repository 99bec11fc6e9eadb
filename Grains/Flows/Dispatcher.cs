using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tallydesk.Background;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Flows;

/// <summary>
/// Delivers changes: cards to their queue, changed licenses to every queue, chats to their feed, notices
/// to their grains. Runs outside any grain's turn, so that no grain waits for it and awaited calls go one way only. Cards of
/// one ticket are coalesced. The sweep sends lost notices again; notices that can't be delivered are set aside.
/// </summary>
internal sealed partial class Dispatcher : IDisposable
{
    private const int NoticesAtOnce = 16;

    /// <summary>How many lines there are.</summary>
    public const int LineCount = 4;

    private readonly IGrainFactory grains;
    private readonly INoticeBox notices;
    private readonly ISupportPolicySource policy;
    private readonly IFailedWork failed;
    private readonly ChangedTickets tickets;
    private readonly Outgoing<Notice> committed;

    /// <summary>A dispatcher whose lines are still to be started.</summary>
    public Dispatcher(
        IGrainFactory grains,
        INoticeBox notices,
        ISupportPolicySource policy,
        IFailedWork failed,
        ChangedTickets tickets,
        Outgoing<LicenseView> licenses,
        Outgoing<ChatView> chats,
        Outgoing<Notice> committed,
        TimeProvider time,
        ILogger<Dispatcher> log
    )
    {
        (this.grains, this.notices, this.policy, this.failed) = (grains, notices, policy, failed);
        (this.tickets, this.committed) = (tickets, committed);
        Lines =
        [
            new WorkQueue<TicketId>(
                "ticket cards",
                new(tickets.Ids, 1, PublishAsync, Note<TicketId>(id => id.Value)),
                time,
                log
            ),
            new WorkQueue<LicenseView>(
                "license cards",
                new(licenses, 1, PublishAsync, Note<LicenseView>(license => license.Number.Value)),
                time,
                log
            ),
            new WorkQueue<ChatView>(
                "chat cards",
                new(chats, 1, PublishAsync, Note<ChatView>(chat => chat.Id.Value)),
                time,
                log
            ),
            new WorkQueue<Notice>("notices", new(committed, NoticesAtOnce, TellAsync, NotTold), time, log),
        ];

        Func<T, Exception, Task> Note<T>(Func<T, string> name) =>
            (what, failure) =>
            {
                LogNotPublished(log, failure, name(what));
                return Task.CompletedTask;
            };
    }

    /// <summary>The loops that do the work.</summary>
    public ImmutableArray<BackgroundLoop> Lines { get; }

    /// <summary>Delivers stored notices to grains and removes them.</summary>
    public void Tell(ImmutableArray<Notice> found) => committed.Add(found);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var line in Lines)
        {
            line.Dispose();
        }
    }

    private Task PublishAsync(TicketId id) =>
        tickets.TryTake(id, out var card)
            ? grains.GetGrain<IQueueGrain>(QueueId.OfDesk(card.Desk).Value).UpsertAsync(card)
            : Task.CompletedTask;

    private Task PublishAsync(LicenseView license) =>
        Task.WhenAll(
            policy.Current.Desks.Select(desk =>
                grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value).UpsertLicenseAsync(license)
            )
        );

    private Task PublishAsync(ChatView chat) => grains.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key).UpsertAsync(chat);

    private async Task TellAsync(Notice notice)
    {
        await DeliverAsync(notice);
        await notices.CompleteAsync(notice.Id);
    }

    // A merge has no row of its own: its ticket's flow is retried.
    private Task NotTold(Notice notice, Exception failure) =>
        notice.Kind == NoticeKinds.MergeBegun
            ? failed.FailAsync(FailedWorkKinds.Flow, notice.Target, failure)
            : failed.FailAsync(FailedWorkKinds.Notice, notice.Id, failure);

    private Task DeliverAsync(Notice notice) =>
        notice.Kind switch
        {
            NoticeKinds.ChargePaid => grains
                .GetGrain<ITicketGrain>(notice.Target)
                .ChargePaidAsync(Actor.Desk, StateJson.Read<ChargePaid>(notice.Body)),
            NoticeKinds.TicketMerged => grains
                .GetGrain<ITicketGrain>(notice.Target)
                .TakeInAsync(Actor.Desk, StateJson.Read<MergedTicket>(notice.Body)),
            NoticeKinds.MergeBegun => MergeAsync(notice),
            _ => throw new InvalidOperationException($"No handler for {notice.Kind}."),
        };

    private async Task MergeAsync(Notice notice)
    {
        var errand = StateJson.Read<MergeErrand>(notice.Body);
        var ticket = grains.GetGrain<ITicketGrain>(notice.Target);
        var merged = await Merging.MergeAsync(grains, ticket, errand.Context, errand.Command);
        if (merged.Refusal is { Code: RefusalCode.TryAgainLater } later)
        {
            throw new StepRefusedException(notice.Id, later.Detail);
        }
    }

    [LoggerMessage(
        BackgroundEvents.NotPublished,
        LogLevel.Warning,
        "Could not publish {What}. The queue or feed will pick up the change on its next read."
    )]
    private static partial void LogNotPublished(ILogger log, Exception failure, string what);
}
