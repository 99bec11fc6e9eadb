using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
/// Carries what flows backwards: cards to their desk's queue, changed licenses to every desk's, chats to their feed, notices
/// to their grains. Runs outside any grain's turn, so that no grain waits for it and awaited calls go one way only. Cards of
/// one ticket are coalesced. What is lost here, the sweep tells again.
/// </summary>
internal sealed partial class Dispatcher(
    IGrainFactory grains,
    INoticeBox notices,
    ISupportPolicySource policy,
    ChangedTickets tickets,
    Outgoing<LicenseView> licenses,
    Outgoing<ChatView> chats,
    Outgoing<Notice> committed,
    ILogger<Dispatcher> log
) : BackgroundService
{
    private readonly ConcurrentDictionary<string, byte> untold = new(StringComparer.Ordinal);

    /// <summary>How many notices could not be delivered when they were last tried; the sweep reads past them.</summary>
    public int Untold => untold.Count;

    /// <summary>Tells what the sweep has read, and forgets notices that it did not find: another silo has delivered them.</summary>
    public void TellAgain(ImmutableArray<Notice> page)
    {
        var found = page.Select(notice => notice.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in untold.Keys.Where(id => !found.Contains(id)))
        {
            untold.TryRemove(id, out _);
        }

        committed.Add(page);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            PublishAsync(stoppingToken),
            PublishLicensesAsync(stoppingToken),
            PublishChatsAsync(stoppingToken),
            TellAsync(stoppingToken)
        );

    private async Task PublishAsync(CancellationToken stopping)
    {
        await foreach (var card in tickets.TakeAsync(stopping))
        {
            try
            {
                await grains.GetGrain<IQueueGrain>(QueueId.OfDesk(card.Desk).Value).UpsertAsync(card);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotPublished(log, e, card.Number);
            }
        }
    }

    private async Task PublishLicensesAsync(CancellationToken stopping)
    {
        await foreach (var license in licenses.TakeAsync(stopping))
        {
            try
            {
                var queues = policy.Current.Desks.Select(desk => QueueId.OfDesk(desk).Value);
                await Task.WhenAll(queues.Select(key => grains.GetGrain<IQueueGrain>(key).UpsertLicenseAsync(license)));
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogLicenseNotPublished(log, e, license.Number);
            }
        }
    }

    private async Task PublishChatsAsync(CancellationToken stopping)
    {
        await foreach (var chat in chats.TakeAsync(stopping))
        {
            try
            {
                await grains.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key).UpsertAsync(chat);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogChatNotPublished(log, e, chat.Id);
            }
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        await foreach (var notice in committed.TakeAsync(stopping))
        {
            try
            {
                await DeliverAsync(notice);
                await notices.CompleteAsync(notice.Id);
                untold.TryRemove(notice.Id, out _);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                untold.TryAdd(notice.Id, 0);
                LogNotTold(log, e, notice.Id);
            }
        }
    }

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
            _ => throw new InvalidOperationException($"Nobody is told of {notice.Kind}."),
        };

    private Task<Answer<TicketReceipt>> MergeAsync(Notice notice)
    {
        var errand = StateJson.Read<MergeErrand>(notice.Body);
        return Merging.MergeAsync(grains, grains.GetGrain<ITicketGrain>(notice.Target), errand.Context, errand.Command);
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Ticket {Number} could not be shown to its queue; the queue's own reading repairs it."
    )]
    private static partial void LogNotPublished(ILogger log, Exception e, long number);

    [LoggerMessage(4, LogLevel.Warning, "Chat {Chat} could not be shown; the feed's own reading repairs it.")]
    private static partial void LogChatNotPublished(ILogger log, Exception e, ChatId chat);

    [LoggerMessage(2, LogLevel.Warning, "Notice {Notice} was not told; the sweep repeats it.")]
    private static partial void LogNotTold(ILogger log, Exception e, string notice);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "License {License} could not be shown to the queues; their own reading repairs it."
    )]
    private static partial void LogLicenseNotPublished(ILogger log, Exception e, LicenseNumber license);
}
