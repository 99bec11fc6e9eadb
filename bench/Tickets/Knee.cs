using Tallydesk.Bench.Load;

namespace Tallydesk.Bench.Tickets;

/// <summary>The highest rate that a service keeps up with, and how it answers at a part of it.</summary>
/// <param name="Subject">The service's name.</param>
/// <param name="PerSecond">Operations a second, of which at least 99 of 100 ended in time.</param>
/// <param name="AtPart">What the load process saw at <see cref="Part"/> of that rate, each time that it was offered.</param>
internal sealed record Knee(string Subject, double PerSecond, IReadOnlyList<LoadResult> AtPart)
{
    /// <summary>At which part of the highest rate the answers are timed.</summary>
    public const double Part = 0.7;

    /// <summary>Over how many connections operations are offered, so that not the connections are what they wait for.</summary>
    public const int Connections = 256;

    private const double LowestRate = 50;
    private const double HighestRate = 100_000;
    private const double Goodput = 0.99;
    private const int Bisections = 5;
    private const int Attempts = 2;
    private const int Repeats = 3;
    private const double LeastSeconds = 3;

    /// <summary>Doubles the rate until the service falls behind, then halves the distance between the rates known.</summary>
    /// <param name="meter">Puts load on it.</param>
    /// <param name="subject">The service.</param>
    /// <param name="seconds">For how long each rate is offered; three at least.</param>
    public static async Task<Knee> FindAsync(SliceMeter meter, TicketSubject subject, double seconds)
    {
        var slice = Math.Max(seconds, LeastSeconds);
        var (kept, missed) = (0.0, LowestRate);
        while (missed < HighestRate && await KeepsUpAsync(meter, subject, slice, missed))
        {
            (kept, missed) = (missed, missed * 2);
        }

        for (var step = 0; step < Bisections; step++)
        {
            var between = (kept + missed) / 2;
            (kept, missed) = await KeepsUpAsync(meter, subject, slice, between) ? (between, missed) : (kept, between);
        }

        var atPart = new List<LoadResult>();
        while (atPart.Count < Repeats)
        {
            atPart.Add(await OfferAsync(meter, subject, slice, kept * Part));
        }

        return new(subject.Name, kept, atPart);
    }

    /// <summary>Whether a service keeps up, at the second attempt if not at the first: a hiccup is not the end of its strength.</summary>
    private static async Task<bool> KeepsUpAsync(
        SliceMeter meter,
        TicketSubject subject,
        double seconds,
        double perSecond
    )
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var result = await OfferAsync(meter, subject, seconds, perSecond);
            if (result.Completed >= Goodput * result.Offered)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<LoadResult> OfferAsync(
        SliceMeter meter,
        TicketSubject subject,
        double seconds,
        double perSecond
    )
    {
        var result = await meter.OfferAsync(subject, TicketWorkload.All[0], Connections, seconds, perSecond);
        await Console.Out.WriteLineAsync(
            $"  {subject.Name, -20} offered {perSecond, 7:F0}/s  in time {result.Completed / (double)result.Offered:P1}"
                + $"  p99 {result.P99Milliseconds:F0} ms"
        );
        return result;
    }
}
