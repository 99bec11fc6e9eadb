using Tallydesk.Background;

namespace Tallydesk.Attachments;

/// <summary>Removes files that were brought a day ago and that no message has claimed.</summary>
internal sealed class AttachmentSweep(
    AttachmentTable table,
    IAttachmentStore store,
    IFailedWork failed,
    TimeProvider time,
    ILogger<AttachmentSweep> log
) : BackgroundLoop("unclaimed files", TimeSpan.FromMinutes(10), time, log)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Removes what is due.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        foreach (var place in await failed.DueAsync(FailedWorkKinds.FileBytes, now))
        {
            if (await TryAsync(FailedWorkKinds.FileBytes, place, () => store.RemoveAsync(place, cancellation)))
            {
                await failed.ForgetAsync(FailedWorkKinds.FileBytes, [place]);
            }
        }

        var due = await failed.DueAsync(
            FailedWorkKinds.File,
            now,
            AtOnce,
            limit => table.UnclaimedAsync(now - Kept, limit),
            file => file.Id
        );
        foreach (var file in due)
        {
            // The row goes first: from then on no message can claim it.
            var isRemoved = false;
            await TryAsync(FailedWorkKinds.File, file.Id, async () => isRemoved = await table.RemoveAsync(file));
            if (isRemoved)
            {
                await TryAsync(
                    FailedWorkKinds.FileBytes,
                    file.Place,
                    () => store.RemoveAsync(file.Place, cancellation)
                );
            }
        }
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => SweepAsync(stopping);

    private async Task<bool> TryAsync(string kind, string id, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await failed.FailAsync(kind, id, failure);
            return false;
        }
    }
}
