using System.Collections.Immutable;

namespace Tallydesk.Licensing;

/// <summary>VIP care without a gap, as a half-open interval: a year and those that were bought to follow it.</summary>
/// <param name="Start">The first instant under care.</param>
/// <param name="End">The first instant that no longer is.</param>
internal sealed record CareRun(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>All of a license's care, oldest first; a revocation ends it (Policy A8, A9, E1).</summary>
    public static ImmutableArray<CareRun> Of(LicenseCoverage license)
    {
        var runs = ImmutableArray.CreateBuilder<CareRun>();
        var care = license.Intervals.Where(interval => interval.Basis == CoverageBasis.Vip);
        foreach (var interval in care.OrderBy(interval => interval.Start))
        {
            var end = license.RevokedAt < interval.End ? license.RevokedAt.Value : interval.End;
            if (end <= interval.Start)
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1].End >= interval.Start)
            {
                runs[^1] = runs[^1] with { End = end > runs[^1].End ? end : runs[^1].End };
            }
            else
            {
                runs.Add(new(interval.Start, end));
            }
        }

        return runs.DrainToImmutable();
    }

    /// <summary>Whether an instant is under care.</summary>
    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;
}
