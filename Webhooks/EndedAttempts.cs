namespace Tallydesk.Webhooks;

/// <summary>
/// Records how attempts went. Those that end while others are being written share the next write. If that fails, each is
/// written alone, so that none loses its outcome because of another.
/// </summary>
internal sealed class EndedAttempts(DeliveryTable deliveries, TimeProvider time)
{
    // Long enough for a deadlock or a lost connection; a database that stays down is not waited for once per attempt.
    private static readonly TimeSpan SingleWrites = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private List<Unwritten>? next;
    private Task last = Task.CompletedTask;

    /// <summary>Records how an attempt went; it is stored when the task ends.</summary>
    public Task NoteAsync(EndedAttempt attempt)
    {
        var unwritten = new Unwritten(attempt);
        lock (gate)
        {
            if (next is null)
            {
                next = [];
                last = WriteAsync(next, last);
            }

            next.Add(unwritten);
        }

        return unwritten.Written.Task;
    }

    private async Task WriteAsync(List<Unwritten> page, Task before)
    {
        // Leaves the lock, so that attempts that end at the same moment join this page.
        await Task.Yield();
        await before;
        lock (gate)
        {
            next = null;
        }

        try
        {
            await deliveries.NoteAsync([.. page.Select(one => one.Attempt)]);
            page.ForEach(one => one.Written.SetResult());
        }
#pragma warning disable CA1031 // Whoever waits gets the exception, unless the attempt can be written alone.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await WriteSinglyAsync(page, failure);
        }
    }

    private async Task WriteSinglyAsync(List<Unwritten> page, Exception failure)
    {
        var since = time.GetTimestamp();
        foreach (var one in page)
        {
            if (time.GetElapsedTime(since) > SingleWrites)
            {
                one.Written.SetException(failure);
                continue;
            }

            try
            {
                await deliveries.NoteAsync([one.Attempt]);
                one.Written.SetResult();
            }
#pragma warning disable CA1031 // Whoever waits gets the exception.
            catch (Exception still)
#pragma warning restore CA1031
            {
                one.Written.SetException(still);
            }
        }
    }

    private sealed record Unwritten(EndedAttempt Attempt)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
