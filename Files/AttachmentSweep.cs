using Tallydesk.Background;

namespace Tallydesk.Attachments;

/// <summary>Removes files that were uploaded more than a day ago and are not used by a message.</summary>
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
        await failed.RetryDueAsync(
            FailedWorkKinds.FileBytes,
            now,
            place => store.RemoveAsync(place, cancellation),
            cancellation
        );
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
            await failed.TryAsync(
                FailedWorkKinds.File,
                file.Id,
                async () => isRemoved = await table.RemoveAsync(file),
                cancellation
            );
            if (isRemoved)
            {
                await failed.TryAsync(
                    FailedWorkKinds.FileBytes,
                    file.Place,
                    () => store.RemoveAsync(file.Place, cancellation),
                    cancellation
                );
            }
        }
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => SweepAsync(stopping);
}
