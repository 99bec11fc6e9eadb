using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tallydesk.Audit;
using Tallydesk.Background;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What is remembered of background work that failed, on both databases.</summary>
public sealed class FailedWorkTests
{
    private const string Kind = FailedWorkKinds.Flow;
    private readonly FakeTimeProvider time = new(Commits.Noon);

    [Theory, OnBoth]
    public async Task An_item_is_tried_ever_later_for_a_day_and_then_dead(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var failed = Table(store);
        TimeSpan? wait = null;
        var attempts = 0;
        do
        {
            await failed.FailAsync(Kind, "tic-1", new TimeoutException());
            attempts++;
            var next = (await failed.ReadAsync(Kind))["tic-1"];
            var longer = next - time.GetUtcNow();
            Assert.True(longer is null || wait is null || longer >= wait);
            wait = longer;
            time.Advance(wait ?? TimeSpan.Zero);
        } while (wait is not null);

        Assert.Equal(IFailedWork.MostAttempts, attempts);
        Assert.InRange(time.GetUtcNow() - Commits.Noon, TimeSpan.FromHours(24), TimeSpan.FromHours(25));
        var dead = Assert.Single(await failed.ListDeadAsync(9));
        Assert.Equal(("tic-1", attempts, nameof(TimeoutException)), (dead.Id, dead.Attempts, dead.Failure));
    }

    [Theory, OnBoth]
    public async Task A_failure_that_several_silos_meet_at_once_counts_once(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var failed = Table(store);
        await failed.FailAsync(Kind, "tic-1", new TimeoutException());
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(
            failed.FailAsync(Kind, "tic-1", new TimeoutException()),
            Table(store).FailAsync(Kind, "tic-1", new TimeoutException())
        );
        Assert.Equal(2, await store.ScalarAsync<int>("SELECT attempts FROM failed_work"));
    }

    [Theory, OnBoth]
    public async Task Items_set_aside_keep_no_others_from_being_read_and_are_forgotten_when_they_are_over(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var failed = Table(store);
        for (var n = 0; n < 5; n++)
        {
            await store.Journal.CommitAsync(
                Commits.State($"tic-{n}", 0) with
                {
                    Notices = [new($"poison-{n}", "k", "t", "{}")],
                }
            );
            await failed.FailAsync(FailedWorkKinds.Notice, $"poison-{n}", new TimeoutException());
        }

        await store.Journal.CommitAsync(Commits.State("tic-9", 0) with { Notices = [new("next", "k", "t", "{}")] });
        Assert.Equal(["next"], await DueAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6, (await DueAsync()).Count);

        await store.ExecuteAsync("DELETE FROM notices WHERE id <> 'poison-3'");
        await DueAsync();
        Assert.Equal(["poison-3"], (await failed.ReadAsync(FailedWorkKinds.Notice)).Keys);

        async Task<List<string>> DueAsync() =>
            [
                .. (
                    await failed.DueAsync(
                        FailedWorkKinds.Notice,
                        time.GetUtcNow(),
                        most: 3,
                        store.Reader.ReadNoticesAsync,
                        notice => notice.Id
                    )
                ).Select(notice => notice.Id),
            ];
    }

    [Theory, OnBoth]
    public async Task A_state_that_cannot_be_read_keeps_no_anchor_from_being_written_and_is_shown(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(
            Commits.State("tic-1", 0, """{"historySeq":1,"audit":{"history":"%%%"}}""").WithHistory(1)
        );
        var failed = Table(store);
        using var service = new AnchorService(
            new(store.Database, time),
            Options.Create(new AuditOptions()),
            failed,
            time,
            NullLogger<AnchorService>.Instance
        );
        await service.StartAsync(default);
        await Eventually.HoldsAsync(() => Task.FromResult(service.Record.Runs == 1), () => "It has not run");
        await service.StopAsync(default);
        Assert.Equal(
            (0L, 1L),
            (service.Record.Failures, await store.ScalarAsync<long>("SELECT count(*) FROM audit_anchors"))
        );
        var dead = Assert.Single(await failed.ListDeadAsync(9));
        Assert.Equal((FailedWorkKinds.Anchor, "tic-1"), (dead.Kind, dead.Id));
    }

    private FailedWorkTable Table(Store store) => new(store.Database, time, NullLogger<FailedWorkTable>.Instance);
}
