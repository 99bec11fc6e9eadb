using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tallydesk.Licensing;

/// <summary>Who pays for a ticket (Policy B1).</summary>
public enum CoverageBasis
{
    /// <summary>The customer's credits.</summary>
    Credits,

    /// <summary>The support period of the named license.</summary>
    SupportPeriod,

    /// <summary>VIP care of the named license.</summary>
    Vip,

    /// <summary>No one: a security bug in original code (Policy G1).</summary>
    SecurityBug,

    /// <summary>No one: a confirmed product bug (Policy G2).</summary>
    ProductBug,
}

/// <summary>A support period or VIP care of a license.</summary>
/// <param name="Basis"><c>supportPeriod</c> or <c>vip</c>.</param>
/// <param name="Start">The first covered instant, at the policy's offset.</param>
/// <param name="End">The first instant that is no longer covered, unless the license is revoked earlier.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.coverage-interval")]
public sealed record CoverageInterval(
    [property: Id(0)] CoverageBasis Basis,
    [property: Id(1)] DateTimeOffset Start,
    [property: Id(2)] DateTimeOffset End
)
{
    /// <summary>Whether an instant is in the interval, including its start and excluding its end.</summary>
    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;
}

/// <summary>
/// The coverage of a license. A ticket stores a copy from when it was opened, so that later changes
/// never put the customer at a disadvantage (Policy B1).
/// </summary>
/// <param name="Intervals">Support periods and VIP care, oldest first; empty for a license that granted credits.</param>
/// <param name="UpgradeSubscription">Whether future releases are paid for.</param>
/// <param name="RevokedAt">When the license was revoked; every interval ends there (Policy A8).</param>
[GenerateSerializer, Immutable, Alias("tallydesk.license-coverage")]
public sealed record LicenseCoverage(
    [property: Id(0)] ImmutableArray<CoverageInterval> Intervals,
    [property: Id(1)] UpgradeSubscription UpgradeSubscription = default,
    [property: Id(2)] DateTimeOffset? RevokedAt = null
)
{
    /// <summary>The end of the last support period or VIP care; null if there never was one (Policy B3).</summary>
    [JsonIgnore]
    public DateTimeOffset? End =>
        Intervals.IsEmpty ? null
        : Intervals.Max(interval => interval.End) is var last && RevokedAt < last ? RevokedAt
        : last;

    /// <summary>The interval of a basis that covers an instant; null if none does.</summary>
    public CoverageInterval? At(CoverageBasis basis, DateTimeOffset instant) =>
        RevokedAt <= instant
            ? null
            : Intervals.LastOrDefault(interval => interval.Basis == basis && interval.Contains(instant));

    /// <summary>Whether the license has VIP care at an instant, so that its tickets come first (Policy E1).</summary>
    public bool IsVipAt(DateTimeOffset instant) => At(CoverageBasis.Vip, instant) is not null;
}
