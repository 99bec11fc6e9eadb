using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Background;
using Tallydesk.Flows;
using Tallydesk.Journal;
using Tallydesk.Tests.Background;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Flows;

/// <summary>What is remembered of notices that could not be told.</summary>
public sealed class DispatcherTests
{
    // Nobody is told of this kind, so no grain is needed for a delivery that fails.
    private static readonly ImmutableArray<Notice> Notices =
    [
        new("one", "unknown", "tic-1", "{}"),
        new("two", "unknown", "tic-2", "{}"),
    ];

    [Fact]
    public async Task A_notice_that_cannot_be_told_is_set_aside_and_the_next_is_told()
    {
        var failed = new FailedWork();
        using var dispatcher = new Dispatcher(
            null!,
            new Box(),
            null!,
            failed,
            new(),
            new(),
            new(),
            new(),
            TimeProvider.System,
            NullLogger<Dispatcher>.Instance
        );
        foreach (var line in dispatcher.Lines)
        {
            await line.StartAsync(CancellationToken.None);
        }

        dispatcher.Tell(Notices);
        await Eventually.HoldsAsync(
            () => Task.FromResult(failed.Aside.Count == 2),
            () => $"{failed.Aside.Count} are set aside"
        );
        foreach (var line in dispatcher.Lines)
        {
            await line.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_notice_that_another_silo_has_delivered_is_forgotten_and_one_set_aside_is_read_past()
    {
        var failed = new FailedWork();
        await failed.FailAsync(FailedWorkKinds.Notice, "one", new TimeoutException());
        await failed.FailAsync(FailedWorkKinds.Notice, "gone", new TimeoutException());

        var due = await failed.DueAsync(
            FailedWorkKinds.Notice,
            DateTimeOffset.UnixEpoch,
            most: 1,
            limit => Task.FromResult(Notices[..Math.Min(limit, Notices.Length)]),
            notice => notice.Id
        );

        Assert.Equal("two", Assert.Single(due).Id);
        Assert.Equal(["one"], failed.Aside.Keys);
    }

    private sealed class Box : INoticeBox
    {
        public Task CompleteAsync(string noticeId) => Task.CompletedTask;
    }
}
