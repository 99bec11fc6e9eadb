namespace Tallydesk.Mail;

/// <summary>Sends what lies in the outbox, again and again until it is sent or given up.</summary>
internal sealed partial class MailDelivery(Outbox outbox, Postman postman, ILogger<MailDelivery> log)
    : BackgroundService
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var due in await outbox.TakeAsync(AtOnce))
                {
                    await DeliverAsync(due, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(log, e);
            }

            try
            {
                await outbox.Bell.WaitAsync(Look, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task DeliverAsync(DueMail due, CancellationToken cancellation)
    {
        if (due.Mail is null)
        {
            LogUnreadable(log, due.Id);
            await outbox.PostponeAsync(due.Id, "Its text can't be decrypted.", again: null);
            return;
        }

        try
        {
            await postman.SendAsync(due.Mail, cancellation);
            await outbox.CompleteAsync(due.Id);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var failure = e.GetType().Name;
            var isLast = due.Attempt >= Outbox.MostAttempts;
            var wait = TimeSpan.FromTicks(Math.Min(FirstWait.Ticks << due.Attempt, LongestWait.Ticks));
            LogNotSent(log, failure, due.Id, due.Attempt, isLast);
            await outbox.PostponeAsync(due.Id, failure, isLast ? null : wait);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The outbox could not be read; it is tried again shortly.")]
    private static partial void LogNotRead(ILogger log, Exception e);

    // The exception's own text may hold the address; its type is enough to begin with.
    [LoggerMessage(2, LogLevel.Warning, "{Failure}: mail {Id} was not sent at attempt {Attempt}; given up: {IsLast}.")]
    private static partial void LogNotSent(ILogger log, string failure, string id, int attempt, bool isLast);

    [LoggerMessage(3, LogLevel.Error, "Mail {Id} can't be decrypted. It was given up; the other mails are sent.")]
    private static partial void LogUnreadable(ILogger log, string id);
}
