using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>The retry schedule of a failed delivery: increasing delays over two and a half days.</summary>
internal static class Retries
{
    private static readonly ImmutableArray<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How often an event is tried before it is given up.</summary>
    public static int MostAttempts => Waits.Length + 1;

    /// <summary>The delay after an attempt; null to give up. Up to 10% longer, so that retries are spread out.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="asked">How long the receiver asks for; a day at most is heeded.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan? After(int attempt, TimeSpan? asked, double chance)
    {
        if (attempt >= MostAttempts)
        {
            return null;
        }

        var wait = Waits[attempt - 1] * (1 + (chance / 10));
        return asked > wait ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, Waits[^1].Ticks)) : wait;
    }
}
