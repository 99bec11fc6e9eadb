using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tallydesk.Background;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>When a background loop runs, and what is known of it.</summary>
public sealed class BackgroundLoopTests : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly Watched time = new();
    private readonly Counting loop;

    public BackgroundLoopTests() => loop = new(time);

    public void Dispose() => loop.Dispose();

    [Fact]
    public async Task It_runs_at_start_and_after_each_period_a_fifth_sooner_or_later()
    {
        await StartAsync();
        for (var runs = 2; runs < 20; runs++)
        {
            await AfterAsync(Every * 0.79, runs - 1);
            await AfterAsync(Every * 0.42, runs);
        }
    }

    [Fact]
    public async Task A_ring_runs_it_at_once_and_one_that_comes_during_a_run_is_not_lost()
    {
        await StartAsync();
        loop.Bell.Ring();
        await RunsAsync(2);
        loop.OnRun = () =>
        {
            loop.OnRun = () => { };
            loop.Bell.Ring();
        };
        loop.Bell.Ring();
        await RunsAsync(4);
    }

    [Fact]
    public async Task It_waits_longer_after_each_failure_in_a_row_up_to_a_bound_and_a_ring_does_not_shorten_that()
    {
        loop.OnRun = () => throw new InvalidOperationException();
        await StartAsync();
        await AfterAsync(Every * 1.21, 2);
        loop.Bell.Ring();
        await AfterAsync(BackgroundLoop.LongestPause * 0.79, 2);
        for (var runs = 3; runs < 10; runs++)
        {
            await AfterAsync(BackgroundLoop.LongestPause * 0.42, runs);
            await AfterAsync(BackgroundLoop.LongestPause * 0.79, runs);
        }

        Assert.Equal(
            (9, 9, nameof(InvalidOperationException)),
            (loop.Record.Failures, loop.Record.FailuresInARow, loop.Record.LastFailure)
        );
        loop.OnRun = () => { };
        // The ring is heard after the success.
        await AfterAsync(BackgroundLoop.LongestPause * 0.42, 11);
        Assert.Equal(
            (11, 9, 0, null),
            (loop.Record.Runs, loop.Record.Failures, loop.Record.FailuresInARow, loop.Record.LastFailure)
        );
        Assert.Equal(time.GetUtcNow(), loop.Record.LastSuccess);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_hosts_is_a_failure_like_others()
    {
        loop.OnRun = () => throw new OperationCanceledException();
        await StartAsync();
        Assert.Equal(1, loop.Record.Failures);
        await AfterAsync(Every * 1.21, 2);
    }

    [Fact]
    public async Task It_is_degraded_when_it_has_not_succeeded_for_several_periods()
    {
        Assert.False(loop.Record.IsDegraded);
        loop.OnRun = () => throw new InvalidOperationException();
        await StartAsync();
        time.Advance(loop.Record.Patience);
        Assert.False(loop.Record.IsDegraded);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(loop.Record.IsDegraded);
        loop.OnRun = () => { };
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(!loop.Record.IsDegraded);
            },
            () => "It is degraded"
        );
    }

    [Fact]
    public async Task What_is_left_is_done_at_the_end()
    {
        await StartAsync();
        await loop.StopAsync(default);
        Assert.True(loop.HasEnded);
    }

    [Fact]
    public async Task It_tells_in_metrics_when_it_last_succeeded()
    {
        var since = -1d;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, one) =>
            {
                if (instrument.Name == "tallydesk.background.since_success")
                {
                    one.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, seconds, tags, _) =>
            {
                if (tags.Contains(new("loop", "counting")))
                {
                    since = seconds;
                }
            }
        );
        listener.Start();
        await StartAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        listener.RecordObservableInstruments();
        Assert.Equal(3, since);
    }

    private async Task StartAsync()
    {
        await loop.StartAsync(default);
        await RunsAsync(1);
    }

    /// <summary>Lets time pass; then there were so many runs.</summary>
    private async Task AfterAsync(TimeSpan span, int runs)
    {
        time.Advance(span);
        await RunsAsync(runs);
    }

    private async Task RunsAsync(int runs)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(loop.Record.Runs >= runs && time.Timers >= loop.Record.Runs),
            () => $"It ran {loop.Record.Runs} times"
        );
        Assert.Equal(runs, loop.Record.Runs);
    }

    private sealed class Counting(TimeProvider time)
        : BackgroundLoop("counting", Every, time, NullLogger<BackgroundLoopTests>.Instance)
    {
        public Action OnRun { get; set; } = () => { };

        public bool HasEnded { get; private set; }

        protected override Task RunAsync(CancellationToken stopping)
        {
            OnRun();
            return Task.CompletedTask;
        }

        protected override Task EndAsync()
        {
            HasEnded = true;
            return Task.CompletedTask;
        }
    }

    /// <summary>A clock that knows how often it was asked to wait.</summary>
    private sealed class Watched : FakeTimeProvider
    {
        private int timers;

        public int Timers => Volatile.Read(ref timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref timers);
            return timer;
        }
    }
}
