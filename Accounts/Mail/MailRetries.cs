using System.Collections.Immutable;

namespace Tallydesk.Mail;

/// <summary>When a mail that was not sent is tried again: with growing delays, for about four and a half hours.</summary>
internal static class MailRetries
{
    private static readonly ImmutableArray<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(20),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromSeconds(80),
        TimeSpan.FromSeconds(160),
        TimeSpan.FromSeconds(320),
        TimeSpan.FromSeconds(640),
        TimeSpan.FromSeconds(1280),
        TimeSpan.FromSeconds(2560),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(1),
    ];

    /// <summary>How long a mail is reserved for the process that took it.</summary>
    public static TimeSpan Claim { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one attempt may last: it ends before another process can take the mail.</summary>
    public static TimeSpan Patience { get; } = Claim - TimeSpan.FromSeconds(20);

    /// <summary>How many attempts a mail gets.</summary>
    public static int MostAttempts => Waits.Length + 1;

    /// <summary>How long to wait after a failed attempt; null to give up.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan? After(int attempt) => attempt < MostAttempts ? Waits[attempt - 1] : null;
}
