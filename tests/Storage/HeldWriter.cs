using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.Storage;

/// <summary>Holds groups back until it is released, so that a test decides what stands in one.</summary>
internal sealed class HeldWriter(IGroupWriter inner) : IGroupWriter
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int LargestGroup { get; private set; }

    /// <summary>Completes once a group is held.</summary>
    public Task Holding => _holding.Task;

    public void Release() => _released.TrySetResult();

    public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
    {
        LargestGroup = Math.Max(LargestGroup, group.Count);
        _holding.TrySetResult();
        await _released.Task;
        await inner.WriteAsync(group);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
