using Tallydesk.Background;

namespace Tallydesk.Mail;

/// <summary>Sends what lies in the outbox, again and again until it is sent or given up.</summary>
internal sealed partial class MailDelivery(Outbox outbox, Postman postman, TimeProvider time, ILogger<MailDelivery> log)
    : BackgroundLoop("mail", TimeSpan.FromSeconds(5), time, log, outbox.Bell)
{
    private const int AtOnce = 4;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (await outbox.TakeAsync(AtOnce) is { Length: > 0 } taken)
        {
            // At the same time, so that one mail that hangs holds up no other.
            await Task.WhenAll(taken.Select(due => DeliverAsync(due, stopping)));
        }
    }

    private async Task DeliverAsync(DueMail due, CancellationToken cancellation)
    {
        if (due.Mail is null)
        {
            LogUnreadable(Log, due.Id);
            await outbox.PostponeAsync(due.Id, "The email can't be decrypted.", again: null);
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(MailRetries.Patience, Time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await postman.SendAsync(due.Mail, limit.Token);
            await outbox.CompleteAsync(due.Id);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var failure = e.GetType().Name;
            var wait = MailRetries.After(due.Attempt);
            LogNotSent(Log, failure, due.Id, due.Attempt, isLast: wait is null);
            await outbox.PostponeAsync(due.Id, failure, wait);
        }
    }

    // The exception's own text may hold the address; its type is enough to begin with.
    [LoggerMessage(
        8001,
        LogLevel.Warning,
        "{Failure}: sending email {Id} failed on attempt {Attempt}. No more retries: {IsLast}."
    )]
    private static partial void LogNotSent(ILogger log, string failure, string id, int attempt, bool isLast);

    [LoggerMessage(
        8002,
        LogLevel.Error,
        "Email {Id} can't be decrypted and will not be sent. Other emails are not affected."
    )]
    private static partial void LogUnreadable(ILogger log, string id);
}
