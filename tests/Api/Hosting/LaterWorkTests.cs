using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Hosting;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>What is done for visitors after they were answered.</summary>
public sealed class LaterWorkTests
{
    [Fact]
    public async Task Work_that_fails_in_whatever_way_is_tried_again_and_then_keeps_none_waiting()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var later = new LaterWork(
            services.GetRequiredService<IServiceScopeFactory>(),
            new Skipping(),
            NullLogger<LaterWork>.Instance
        );
        var tried = new ConcurrentQueue<string>();
        await later.StartAsync(default);
        later.Add(_ => Note(tried, "ended", new OperationCanceledException()));
        later.Add(_ => Note(tried, "failed", new InvalidOperationException()));
        later.Add(_ => Note(tried, "down", tried.Count(one => one == "down") < 2 ? new TimeoutException() : null));
        later.Add(_ => Note(tried, "done", null));
        await Eventually.HoldsAsync(() => Task.FromResult(tried.Count == 24), () => string.Join(' ', tried));
        Assert.Equal(
            [("ended", 10), ("failed", 10), ("down", 3), ("done", 1)],
            tried.GroupBy(one => one).Select(one => (one.Key, one.Count()))
        );
        await later.StopAsync(default);
    }

    private static Task Note(ConcurrentQueue<string> tried, string name, Exception? failure)
    {
        tried.Enqueue(name);
        return failure is null ? Task.CompletedTask : Task.FromException(failure);
    }

    /// <summary>A clock by which every wait is over at once.</summary>
    private sealed class Skipping : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
