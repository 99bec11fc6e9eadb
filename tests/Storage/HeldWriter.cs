using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.Storage;

/// <summary>Holds groups back until it is released, so that a test decides what stands in one.</summary>
internal sealed class HeldWriter(IGroupWriter inner) : IGroupWriter
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource holding = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int LargestGroup { get; private set; }

    /// <summary>Completes once a group is held.</summary>
    public Task Holding => holding.Task;

    public void Release() => released.TrySetResult();

    public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
    {
        LargestGroup = Math.Max(LargestGroup, group.Count);
        holding.TrySetResult();
        await released.Task;
        await inner.WriteAsync(group);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
