namespace Tallydesk.Webhooks;

/// <summary>Records how attempts went. Those that end while others are being written share the next write.</summary>
internal sealed class EndedAttempts(DeliveryTable deliveries)
{
    private readonly Lock gate = new();
    private Page? next;
    private Task last = Task.CompletedTask;

    /// <summary>Records how an attempt went; it is stored when the task ends.</summary>
    public Task NoteAsync(EndedAttempt attempt)
    {
        lock (gate)
        {
            if (next is null)
            {
                next = new();
                last = WriteAsync(next, last);
            }

            next.Attempts.Add(attempt);
            return next.Written.Task;
        }
    }

    private async Task WriteAsync(Page page, Task before)
    {
        // What ends at the same moment still comes along, and nobody writes within the lock.
        await Task.Yield();
        await before;
        lock (gate)
        {
            next = null;
        }

        try
        {
            await deliveries.NoteAsync(page.Attempts);
            page.Written.SetResult();
        }
#pragma warning disable CA1031 // Everyone who waits gets the exception.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page.Written.SetException(failure);
        }
    }

    private sealed class Page
    {
        public List<EndedAttempt> Attempts { get; } = [];

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
