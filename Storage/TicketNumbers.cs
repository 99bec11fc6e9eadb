using Tallydesk.Journal;

namespace Tallydesk.Storage;

/// <summary>The database's counter of tickets. Callers that arrive during a draw share the next one, which is a single statement.</summary>
internal sealed class TicketNumbers(Database database) : ITicketNumbers
{
    private readonly Lock gate = new();
    private Draw? next;
    private Task last = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<long> NextAsync()
    {
        Draw draw;
        int place;
        lock (gate)
        {
            if (next is null)
            {
                var (before, started) = (last, new Draw());
                next = started;
                // Not in the turn of the grain that asks first: others wait for it, too.
                last = Task.Run(() => RunAsync(started, before));
            }

            draw = next;
            place = draw.Count++;
        }

        return (await draw.Numbers.Task)[place];
    }

    private async Task RunAsync(Draw draw, Task before)
    {
        await before;
        int count;
        lock (gate)
        {
            next = null;
            count = draw.Count;
        }

        try
        {
            draw.Numbers.SetResult(await database.DrawTicketNumbersAsync(count));
        }
#pragma warning disable CA1031 // Everybody who waits is told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            draw.Numbers.SetException(failure);
        }
    }

    private sealed class Draw
    {
        public TaskCompletionSource<long[]> Numbers { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
