namespace Tallydesk.Background;

/// <summary>Does items of background work, and sets aside those that fail.</summary>
public static class FailedWorkActs
{
    /// <summary>Does one item. One that fails is set aside, also where what it waits for was canceled; the rest go on.</summary>
    /// <param name="failed">Where it is set aside.</param>
    /// <param name="kind">The kind of the work.</param>
    /// <param name="id">The item's id.</param>
    /// <param name="act">Does it.</param>
    /// <param name="stopping">Requested when the host stops; what fails then has not failed.</param>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> TryAsync(
        this IFailedWork failed,
        string kind,
        string id,
        Func<Task> act,
        CancellationToken stopping
    )
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            await failed.FailAsync(kind, id, failure);
            return false;
        }
    }

    /// <summary>Does the set aside items whose time has come, for work that is remembered nowhere else.</summary>
    /// <param name="failed">What is set aside.</param>
    /// <param name="kind">The kind of the work.</param>
    /// <param name="now">The current time.</param>
    /// <param name="act">Does an item, by its id.</param>
    /// <param name="stopping">Requested when the host stops.</param>
    public static async Task RetryDueAsync(
        this IFailedWork failed,
        string kind,
        DateTimeOffset now,
        Func<string, Task> act,
        CancellationToken stopping
    )
    {
        foreach (var id in await failed.DueAsync(kind, now))
        {
            if (await failed.TryAsync(kind, id, () => act(id), stopping))
            {
                await failed.ForgetAsync(kind, [id]);
            }
        }
    }
}
