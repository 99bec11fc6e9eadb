namespace Tallydesk.Attachments;

/// <summary>Removes files that were brought a day ago and that no message has claimed.</summary>
internal sealed partial class AttachmentSweep(
    AttachmentTable table,
    IAttachmentStore store,
    TimeProvider time,
    ILogger<AttachmentSweep> log
) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Removes what is due.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var file in await table.UnclaimedAsync(time.GetUtcNow() - Kept, AtOnce))
        {
            try
            {
                // The row goes first: from then on no message can claim it.
                if (await table.RemoveAsync(file))
                {
                    await store.RemoveAsync(file.Place, cancellation);
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogNotRemoved(log, e, file.Id);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogNotSwept(log, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Unclaimed files could not be removed; it is tried again later.")]
    private static partial void LogNotSwept(ILogger log, Exception e);

    [LoggerMessage(2, LogLevel.Warning, "File {Id} could not be removed; the others are.")]
    private static partial void LogNotRemoved(ILogger log, Exception e, string id);
}
