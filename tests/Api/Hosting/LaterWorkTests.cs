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
    public async Task Work_that_fails_in_whatever_way_keeps_none_waiting()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var later = new LaterWork(
            services.GetRequiredService<IServiceScopeFactory>(),
            NullLogger<LaterWork>.Instance
        );
        var done = new ConcurrentQueue<int>();
        await later.StartAsync(default);
        later.Add(_ => throw new OperationCanceledException());
        later.Add(_ => Task.FromCanceled(new(canceled: true)));
        later.Add(_ => throw new InvalidOperationException());
        later.Add(_ =>
        {
            done.Enqueue(1);
            return Task.CompletedTask;
        });
        await Eventually.HoldsAsync(() => Task.FromResult(!done.IsEmpty), () => "Nothing was done.");
        await later.StopAsync(default);
    }
}
