using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Feeds;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Feeds;

public sealed class FeedTests
{
    private readonly MovedTime time = new();
    private readonly DeltaLog<Delta> log = new("epoch", capacity: 3, (epoch, seq) => new(epoch, seq, ""));
    private readonly FeedLeases<Delta> leases;

    public FeedTests() => leases = new("test", log, time, NullLogger.Instance);

    [Fact]
    public void The_log_gives_what_was_missed_and_nothing_when_it_is_gone()
    {
        Append(5);

        Assert.Equal([4L, 5], log.After("epoch", 3)!.Value.Select(delta => delta.Seq));
        Assert.Equal([3L, 4, 5], log.After("epoch", 2)!.Value.Select(delta => delta.Seq));
        Assert.Empty(log.After("epoch", 5)!.Value);
        Assert.Null(log.After("epoch", 1));
        Assert.Null(log.After("epoch", 6));
        Assert.Null(log.After("another", 5));
        Assert.Null(log.After(null, 0));
        Assert.Equal(5, log.Heartbeat.Seq);
        Assert.True(log.Heartbeat.IsHeartbeat);
    }

    [Fact]
    public async Task Each_gateway_is_told_every_delta_in_order_and_a_slow_one_delays_nobody()
    {
        var (slow, quick) = (new Gateway(), new Gateway());
        slow.Stop();
        leases.Renew("slow", slow, slow.TellAsync);
        leases.Renew("quick", quick, quick.TellAsync);

        for (var seq = 1; seq <= 3; seq++)
        {
            Append(1);
            leases.Publish();
        }

        Assert.Equal([1L, 2, 3], quick.Told);
        Assert.Equal([1L], slow.Told);
        slow.Go();
        await slow.HasBeenToldAsync(3);
        Assert.Equal([1L, 2, 3], slow.Told);
    }

    [Fact]
    public async Task A_gateway_that_fell_behind_what_is_kept_is_told_the_last_number_also_when_nothing_follows()
    {
        var slow = new Gateway();
        slow.Stop();
        leases.Renew("slow", slow, slow.TellAsync);
        Append(1);
        leases.Publish();
        Append(6);
        leases.Publish();
        slow.Go();

        await slow.HasBeenToldAsync(7, leases.Beat);

        Assert.Equal([1L, 7], slow.Told.Distinct());
    }

    [Fact]
    public void A_gateway_whose_call_fails_is_dropped_and_may_come_again()
    {
        var gateway = new Gateway { Fails = true };
        leases.Renew("one", gateway, gateway.TellAsync);
        Append(1);
        leases.Publish();
        Assert.Equal(0, leases.Count);

        gateway.Fails = false;
        leases.Renew("one", gateway, gateway.TellAsync);
        Append(1);
        leases.Publish();

        Assert.Equal([2L], gateway.Told);
    }

    [Fact]
    public void A_lease_ends_unless_it_is_renewed()
    {
        var (gone, stays) = (new Gateway(), new Gateway());
        leases.Renew("gone", gone, gone.TellAsync);
        leases.Renew("stays", stays, stays.TellAsync);
        time.Pass(FeedLeases<Delta>.Lease);
        leases.Renew("stays", stays, stays.TellAsync);
        time.Pass(TimeSpan.FromSeconds(1));

        leases.Beat();

        Assert.Equal(1, leases.Count);
        Assert.Empty(gone.Told);
        Assert.Equal([0L], stays.Told);
    }

    private void Append(int count)
    {
        for (var appended = 0; appended < count; appended++)
        {
            log.Append((epoch, seq) => new(epoch, seq, "changed"));
        }
    }

    private sealed record Delta(string Epoch, long Seq, string Text) : IDelta
    {
        public bool IsHeartbeat => Text.Length == 0;
    }

    /// <summary>A gateway that takes what it is told when the test lets it.</summary>
    private sealed class Gateway : IGrainObserver
    {
        private readonly ConcurrentQueue<long> told = [];
        private TaskCompletionSource? stopped;

        public IReadOnlyCollection<long> Told => told;

        public bool Fails { get; set; }

        public void Stop() => stopped = new();

        public void Go()
        {
            var was = stopped;
            stopped = null;
            was!.SetResult();
        }

        public Task HasBeenToldAsync(long seq, Action? doing = null) =>
            Eventually.HoldsAsync(
                () =>
                {
                    doing?.Invoke();
                    return Task.FromResult(told.Contains(seq));
                },
                () => $"{seq} was not told"
            );

        public Task TellAsync(Delta delta)
        {
            if (Fails)
            {
                throw new TimeoutException();
            }

            told.Enqueue(delta.Seq);
            return stopped?.Task ?? Task.CompletedTask;
        }
    }
}
