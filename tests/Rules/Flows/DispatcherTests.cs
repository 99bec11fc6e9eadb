using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Chats;
using Tallydesk.Flows;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Flows;

/// <summary>What is remembered of notices that could not be told.</summary>
public sealed class DispatcherTests
{
    [Fact]
    public async Task A_notice_that_another_silo_has_delivered_is_forgotten()
    {
        // Nobody is told of this kind, so no grain is needed for a delivery that fails.
        Notice[] notices = [new("one", "unknown", "tic-1", "{}"), new("two", "unknown", "tic-2", "{}")];
        var committed = new Outgoing<Notice>();
        using var dispatcher = new Dispatcher(
            null!,
            new Box(),
            null!,
            new ChangedTickets(),
            new Outgoing<LicenseView>(),
            new Outgoing<ChatView>(),
            committed,
            NullLogger<Dispatcher>.Instance
        );
        await dispatcher.StartAsync(CancellationToken.None);
        committed.Add([.. notices]);
        await UntoldAsync(2);

        dispatcher.TellAgain([notices[1]]);

        await UntoldAsync(1);
        // A delivery that is still under way may fail once more, after which the next sweep forgets it.
        await Eventually.HoldsAsync(
            () =>
            {
                dispatcher.TellAgain([]);
                return Task.FromResult(dispatcher.Untold == 0);
            },
            () => $"{dispatcher.Untold} are remembered"
        );
        await dispatcher.StopAsync(CancellationToken.None);

        Task UntoldAsync(int count) =>
            Eventually.HoldsAsync(
                () => Task.FromResult(dispatcher.Untold == count),
                () => $"{dispatcher.Untold} are remembered, not {count}"
            );
    }

    private sealed class Box : INoticeBox
    {
        public Task CompleteAsync(string noticeId) => Task.CompletedTask;
    }
}
