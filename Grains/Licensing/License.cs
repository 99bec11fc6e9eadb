using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Journal;

namespace Tallydesk.Licensing;

/// <summary>Something that happened to a license.</summary>
public abstract record LicenseEvent;

/// <summary>The license was issued to a customer.</summary>
[Stored("licenseIssued")]
internal sealed record LicenseIssued(IssueLicense Issue, DateTimeOffset At) : LicenseEvent;

/// <summary>The license was revoked (Policy A8).</summary>
[Stored("licenseRevoked")]
internal sealed record LicenseRevoked(string Reason, DateTimeOffset At) : LicenseEvent;

/// <summary>A support period or VIP care was bought for it (Policy A9).</summary>
[Stored("coverageBought")]
public sealed record CoverageBought(CoverageOrder Order, DateTimeOffset At) : LicenseEvent;

/// <summary>The upgrade subscription began, was renewed or ended (Policy E4).</summary>
[Stored("upgradeSubscriptionChanged")]
internal sealed record UpgradeSubscriptionChanged(UpgradeSubscription Subscription) : LicenseEvent;

/// <summary>A free minor modification was taken (Policy E3).</summary>
[Stored("modificationTaken")]
internal sealed record ModificationTaken(FreeModification Modification) : LicenseEvent;

/// <summary>A free minor modification was returned to its month's quota (Policy E3).</summary>
[Stored("modificationReturned")]
internal sealed record ModificationReturned(string Operation) : LicenseEvent;

/// <summary>An order of the vendor's shop that bought coverage.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Amount">Days of a support period or years of care.</param>
/// <param name="Interval">What it added.</param>
public sealed record CoverageOrder(string OrderId, int Amount, CoverageInterval Interval);

/// <summary>A license's state.</summary>
[Stored("license")]
internal sealed record License : JournaledState, IJournaledState
{
    /// <summary>To whom and as what it was issued; null before.</summary>
    public IssueLicense? Issue { get; init; }

    /// <summary>What it covers.</summary>
    public LicenseCoverage Coverage { get; init; } = new([]);

    /// <summary>Why it was revoked; for staff (Policy A8).</summary>
    public string? RevocationReason { get; init; }

    /// <summary>What was bought for it, oldest first (Policy A9).</summary>
    public ImmutableArray<CoverageOrder> Orders { get; init; } = [];

    /// <summary>Free minor modifications taken under care, oldest first (Policy E3).</summary>
    public ImmutableArray<FreeModification> Modifications { get; init; } = [];

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => null;

    /// <inheritdoc/>
    public bool IsPending(string command) => false;

    /// <summary>The license after an event.</summary>
    public static License Apply(License license, LicenseEvent happened)
    {
        var next = happened switch
        {
            LicenseIssued issued => license with
            {
                Issue = issued.Issue,
                Coverage = issued.Issue.Coverage,
                RegisteredAt = issued.At,
            },
            LicenseRevoked revoked => license with
            {
                Coverage = license.Coverage with { RevokedAt = revoked.At },
                RevocationReason = revoked.Reason,
            },
            CoverageBought bought => license with
            {
                Coverage = license.Coverage with { Intervals = license.Coverage.Intervals.Add(bought.Order.Interval) },
                Orders = license.Orders.Add(bought.Order),
            },
            ModificationTaken taken => license with { Modifications = license.Modifications.Add(taken.Modification) },
            ModificationReturned returned => license with
            {
                Modifications = license.Modifications.RemoveAll(taken => taken.Operation == returned.Operation),
            },
            UpgradeSubscriptionChanged changed => license with
            {
                Coverage = license.Coverage with { UpgradeSubscription = changed.Subscription },
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not a license event."),
        };
        return next with { HistorySeq = license.HistorySeq + 1 };
    }

    /// <summary>The card's row in the database.</summary>
    public Card StoredCard(long version) =>
        new(CardKinds.License, RegisteredAt.ToUnixTimeMilliseconds(), StateJson.Write(View(version)))
        {
            Customer = Issue?.Customer.Value,
        };

    /// <summary>The license as its owner and staff see it.</summary>
    public LicenseView View(long version)
    {
        var issue = Issue ?? throw new InvalidOperationException("The license has not been issued.");
        return new(
            issue.Registration.Number,
            issue.Customer,
            issue.Registration.Edition,
            issue.Kind,
            issue.GrantedCredits,
            Coverage,
            RegisteredAt,
            version
        );
    }
}
