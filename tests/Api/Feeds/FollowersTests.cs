using System.Threading.Channels;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Feeds;

public sealed class FollowersTests : IDisposable
{
    private static readonly Actor Ada = new("usr-ada", "Ada", Role.Engineer);
    private static readonly Actor Olga = new("usr-olga", "Olga", Role.Customer, new("cus-olga"));
    private readonly Followers<string, int> followers = new(length: 3);
    private readonly PlayedConnection connection = new();
    private readonly PlayedVoice voice = new();

    public void Dispose() => connection.Dispose();

    [Fact]
    public async Task What_is_told_while_a_follower_reads_is_told_after_it_unless_the_reading_holds_it()
    {
        await FollowAsync(
            "a",
            () =>
            {
                Tell(1);
                Tell(2);
                return "1";
            }
        );
        Tell(3);

        Assert.Equal(2, await voice.NextAsync());
        Assert.Equal(3, await voice.NextAsync());
    }

    [Fact]
    public async Task A_connection_that_ends_before_or_while_it_reads_leaves_nothing_behind()
    {
        await FollowAsync(
            "a",
            () =>
            {
                connection.Abort();
                return "0";
            }
        );
        Assert.Equal(0, followers.Connections);

        await FollowAsync("a", () => "0");
        Assert.Equal(0, followers.Connections);
        Tell(1);
        followers.MissAll();
        Assert.Equal(0, voice.Count);
    }

    [Fact]
    public async Task A_connection_that_ends_is_told_no_more_of_anything()
    {
        await FollowAsync("a", () => "0");
        await FollowAsync("b", () => "0");
        voice.Stop();
        Tell(1);
        Tell(2);
        Assert.Equal(1, await voice.NextAsync());

        connection.Abort();
        voice.Go();

        Assert.Equal(0, followers.Connections);
        Assert.Equal(0, voice.Count);
    }

    [Fact]
    public async Task What_is_not_there_to_follow_or_could_not_be_read_is_not_followed()
    {
        Assert.Null(await FollowAsync("a", () => null));
        await Assert.ThrowsAsync<TimeoutException>(() => FollowAsync("b", () => throw new TimeoutException()));

        Assert.Equal(0, followers.Connections);
    }

    [Fact]
    public async Task Who_begins_anew_is_told_what_comes_after_the_newer_reading_alone()
    {
        await FollowAsync("a", () => "0");
        voice.Stop();
        Tell(1);
        Assert.Equal(1, await voice.NextAsync());
        Tell(2);

        await FollowAsync("a", () => "2");
        voice.Go();
        Tell(3);

        Assert.Equal(3, await voice.NextAsync());
        Assert.Equal((1, 0), (followers.Connections, followers.CountBeside(connection, "a")));
    }

    [Fact]
    public async Task A_slow_follower_is_told_that_it_missed_something_also_when_nothing_follows()
    {
        await FollowAsync("a", () => "0");
        voice.Stop();
        Tell(1);
        Assert.Equal(1, await voice.NextAsync());
        for (var news = 2; news <= 5; news++)
        {
            Tell(news);
        }

        voice.Go();

        Assert.Equal(PlayedVoice.Missed, await voice.NextAsync());
        Tell(6);
        Assert.Equal(6, await voice.NextAsync());
    }

    [Fact]
    public async Task What_was_missed_while_a_follower_read_is_told_after_it()
    {
        await FollowAsync(
            "a",
            () =>
            {
                followers.Miss("a");
                return "0";
            }
        );

        Assert.Equal(PlayedVoice.Missed, await voice.NextAsync());
    }

    [Fact]
    public async Task Whatever_is_missed_a_follower_that_reads_anew_then_knows_all()
    {
        const int Rounds = 2_000;
        const int Last = 20;
        for (var round = 0; round < Rounds; round++)
        {
            var (told, known) = (0, 0);
            var all = new TaskCompletionSource();
            await FollowAsync("a", () => "0", new PlayedVoice(Hear));
            for (var news = 1; news <= Last; news++)
            {
                Volatile.Write(ref told, news);
                Tell(news);
            }

            await all.Task.WaitAsync(Eventually.Bound);

            void Hear(int news)
            {
                Assert.True(news == PlayedVoice.Missed || news <= known + 1, $"{news} came after {known}");
                known = news == PlayedVoice.Missed ? Volatile.Read(ref told) : Math.Max(known, news);
                if (known == Last)
                {
                    all.TrySetResult();
                }
            }
        }
    }

    [Fact]
    public async Task Only_those_who_are_admitted_and_follow_it_are_told()
    {
        using var other = new PlayedConnection();
        var heard = new PlayedVoice();
        await followers.FollowAsync(other, "a", Olga, heard, () => Task.FromResult<string?>("0"), IsRead);
        await FollowAsync("b", () => "0");

        followers.Tell("a", 1, actor => actor.IsStaff);
        followers.Tell("a", 2, actor => actor == Olga);
        followers.Tell("b", 3, actor => actor == Ada);

        Assert.Equal(2, await heard.NextAsync());
        Assert.Equal(3, await voice.NextAsync());
        Assert.Equal(0, heard.Count + voice.Count);
    }

    [Fact]
    public async Task A_client_that_cannot_be_told_has_to_connect_again()
    {
        await FollowAsync("a", () => "0", new PlayedVoice(_ => throw new InvalidOperationException("Not sent.")));

        Tell(1);

        await Eventually.HoldsAsync(
            () => Task.FromResult(connection.ConnectionAborted.IsCancellationRequested && followers.Connections == 0),
            () => "The connection goes on"
        );
    }

    private static bool IsRead(string reading, int news) =>
        news <= int.Parse(reading, System.Globalization.CultureInfo.InvariantCulture);

    private void Tell(int news) => followers.Tell("a", news, _ => true);

    private Task<string?> FollowAsync(string key, Func<string?> read, PlayedVoice? by = null) =>
        followers.FollowAsync(
            connection,
            key,
            Ada,
            by ?? voice,
            async () =>
            {
                await Task.Yield();
                return read();
            },
            IsRead
        );

    /// <summary>A client that says what it was told, and takes it when the test lets it.</summary>
    private sealed class PlayedVoice(Action<int>? hear = null) : IVoice<int>
    {
        public const int Missed = -1;

        private readonly Channel<int> told = Channel.CreateUnbounded<int>();
        private TaskCompletionSource taking = Taken();

        public int Count => told.Reader.Count;

        public Task TellAsync(int news)
        {
            hear?.Invoke(news);
            told.Writer.TryWrite(news);
            return taking.Task;
        }

        public Task TellMissedAsync() => TellAsync(Missed);

        public void Stop() => taking = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Go()
        {
            var stopped = taking;
            taking = Taken();
            stopped.TrySetResult();
        }

        public async Task<int> NextAsync() => await told.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);

        private static TaskCompletionSource Taken()
        {
            var taken = new TaskCompletionSource();
            taken.SetResult();
            return taken;
        }
    }
}
