using Tallydesk.Background;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>An item of background work is done, or set aside.</summary>
public sealed class FailedWorkActsTests
{
    private readonly FailedWork failed = new();

    public static TheoryData<Exception> Failures =>
        [new InvalidOperationException(), new TimeoutException(), new TaskCanceledException("A call took too long.")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_item_that_fails_is_set_aside_whatever_the_reason(Exception failure)
    {
        Assert.False(await failed.TryAsync("kind", "one", () => throw failure, CancellationToken.None));
        Assert.Equal(["one"], failed.Aside.Keys);
    }

    [Fact]
    public async Task An_item_that_the_end_of_the_host_cuts_off_has_not_failed()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            failed.TryAsync("kind", "one", () => Task.FromCanceled(stopping.Token), stopping.Token)
        );
        Assert.Empty(failed.Aside);
    }

    [Fact]
    public async Task Of_the_items_that_are_due_those_that_are_done_are_forgotten()
    {
        var now = DateTimeOffset.UnixEpoch;
        failed.Aside["later"] = now.AddSeconds(1);
        failed.Aside["done"] = now;
        failed.Aside["fails"] = now;

        await failed.RetryDueAsync(
            "kind",
            now,
            id => id == "fails" ? throw new TimeoutException() : Task.CompletedTask,
            CancellationToken.None
        );

        Assert.Equal(["fails", "later"], failed.Aside.Keys.Order());
    }
}
