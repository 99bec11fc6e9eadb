using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Queues;

/// <summary>A gateway's subscription against a queue that the test plays.</summary>
public sealed class DeskFeedTests : IAsyncLifetime, IDisposable
{
    private readonly PlayedQueue queue = new();
    private readonly CancellationTokenSource stop = new();
    private readonly DeskFeed feed;

    public DeskFeedTests() =>
        feed = new(
            "support",
            queue,
            new Followers<string, BoardDelta>(length: 1),
            new Followers<long, TicketChange>(length: 1),
            TimeProvider.System,
            NullLogger.Instance
        );

    public Task InitializeAsync() => feed.FollowAsync(feed, stop.Token);

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await feed.ExecuteTask!.WaitAsync(Eventually.Bound);
    }

    public void Dispose()
    {
        feed.Dispose();
        stop.Dispose();
    }

    [Fact]
    public async Task It_attaches_without_a_position_and_catches_up_from_its_own_after_a_gap()
    {
        Assert.Equal((null, 0), await queue.AskedAsync());
        queue.Answer(new(new("a", 3, []), []));
        await feed.Heard.WaitAsync(Eventually.Bound);

        await queue.TellAsync(Delta("a", 5));
        Assert.Equal(("a", 3), await queue.AskedAsync());
        queue.Answer(new(null, [Delta("a", 4), Delta("a", 5)]));
        await queue.TellAsync(Delta("a", 6));
        await queue.TellAsync(Delta("a", 9));

        Assert.Equal(("a", 6), await queue.AskedAsync());
        queue.Answer(new(null, []));
    }

    [Fact]
    public async Task A_new_epoch_makes_it_attach_again()
    {
        await queue.AskedAsync();
        queue.Answer(new(new("a", 3, []), []));
        await feed.Heard.WaitAsync(Eventually.Bound);

        await queue.TellAsync(new("b", 1, [], []));
        Assert.Equal(("a", 3), await queue.AskedAsync());
        queue.Answer(new(new("b", 1, []), []));
        await queue.TellAsync(Delta("b", 3));

        Assert.Equal(("b", 1), await queue.AskedAsync());
        queue.Answer(new(null, []));
    }

    [Fact]
    public async Task A_silent_queue_is_attached_to_again_and_the_mirror_says_how_old_it_is()
    {
        await queue.AskedAsync();
        queue.Answer(new(new("a", 3, []), []));
        await feed.Heard.WaitAsync(Eventually.Bound);

        Assert.Equal(("a", 3), await queue.AskedAsync());
        var snapshot = feed.Mirror.Snapshot();
        Assert.True(snapshot.SentAt - snapshot.At > TimeSpan.FromSeconds(4));
        queue.Answer(new(null, []));
    }

    [Fact]
    public async Task A_queue_that_cannot_be_followed_is_asked_again_soon_and_the_loops_record_says_so()
    {
        for (var failures = 1; failures <= 3; failures++)
        {
            await queue.AskedAsync();
            queue.Fail();
            await Eventually.HoldsAsync(
                () => Task.FromResult(feed.Record.FailuresInARow == failures),
                () => $"{feed.Record.FailuresInARow} failures"
            );
            Assert.Equal(nameof(TimeoutException), feed.Record.LastFailure);
        }

        await queue.AskedAsync();
        queue.Answer(new(new("a", 3, []), []));
        await feed.Heard.WaitAsync(Eventually.Bound);
    }

    private static QueueDelta Delta(string epoch, long seq) => new(epoch, seq, [], [seq]);

    /// <summary>A queue that asks the test for every answer.</summary>
    private sealed class PlayedQueue : IQueueGrain
    {
        private readonly Channel<(string?, long)> asked = Channel.CreateUnbounded<(string?, long)>();
        private readonly Channel<FeedPage?> answers = Channel.CreateUnbounded<FeedPage?>();
        private IQueueObserver? observer;

        public async Task<(string?, long)> AskedAsync() =>
            await asked.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);

        public void Answer(FeedPage page) => answers.Writer.TryWrite(page);

        public void Fail() => answers.Writer.TryWrite(null);

        public Task TellAsync(QueueDelta delta) => observer!.OnDeltaAsync("support", delta);

        public async Task<FeedPage> AttachAsync(string node, IQueueObserver observer, string? epoch, long seq)
        {
            this.observer = observer;
            asked.Writer.TryWrite((epoch, seq));
            return await answers.Reader.ReadAsync() ?? throw new TimeoutException();
        }

        public Task UpsertAsync(TicketCard card) => throw new NotSupportedException();

        public Task UpsertLicenseAsync(LicenseView license) => throw new NotSupportedException();

        public Task ReplyingAsync(Actor actor, long ticket, bool replying) => throw new NotSupportedException();

        public Task<Answer<QueueSnapshot>> ViewAsync(Actor actor) => throw new NotSupportedException();

        public Task<Answer<NextTicket>> NextAsync(CommandContext context) => throw new NotSupportedException();
    }
}
