using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Explanations;

/// <summary>Every way in which a ticket is free, or is paid with credits.</summary>
public enum CoverageWay
{
    /// <summary>Free: a security bug.</summary>
    SecurityBug,

    /// <summary>Free: a bug of the product.</summary>
    ProductBug,

    /// <summary>Free: VIP care.</summary>
    VipCare,

    /// <summary>Free: the support period.</summary>
    SupportPeriod,

    /// <summary>Free: one of the minor modifications of the month.</summary>
    FreeModification,

    /// <summary>Free: the upgrade that VIP care includes.</summary>
    FreeUpgrade,

    /// <summary>Free: support applied coverage that the license got later.</summary>
    AppliedLater,

    /// <summary>Free: support waived the price.</summary>
    Waived,

    /// <summary>Free: a duplicate.</summary>
    Duplicate,

    /// <summary>Free: merged into another ticket.</summary>
    Merged,

    /// <summary>The license never had a support period or VIP care.</summary>
    NeverCovered,

    /// <summary>The support period or VIP care had ended.</summary>
    Ended,

    /// <summary>An assessment from before the numbers behind a price were kept, and coverage that is not known to have ended.</summary>
    NotInForce,

    /// <summary>The support period or VIP care had not started.</summary>
    NotStarted,

    /// <summary>The license had been revoked.</summary>
    Revoked,

    /// <summary>The support period does not include the category.</summary>
    OutsidePeriod,

    /// <summary>VIP care does not include the category.</summary>
    OutsideCare,

    /// <summary>VIP care includes upgrades, but not this one.</summary>
    UpgradeOutsideCare,

    /// <summary>The month's free minor modifications are used.</summary>
    ModificationsUsed,

    /// <summary>VIP care includes no free minor modifications.</summary>
    NoModifications,

    /// <summary>VIP care ended before the minor modification was assessed.</summary>
    ModificationAfterCare,
}

/// <summary>Why a ticket is free, or not covered.</summary>
public static class CoverageSentences
{
    /// <summary>The sentence: <c>Free: covered by your support period until 3 Mar 2027.</c></summary>
    public static string Of(PriceFacts facts, ReaderClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var interval = facts.Interval;
        var isAssessed = facts.By is not null;
        return WayOf(facts) switch
        {
            CoverageWay.SecurityBug => isAssessed
                ? "Free: security bugs in the original code are fixed at no charge."
                : "Free if support confirms a security bug in the original code.",
            CoverageWay.ProductBug => isAssessed
                ? "Free: this is a confirmed bug in the product. It is fixed in a future release."
                : "Free if support confirms a bug in the product.",
            CoverageWay.VipCare => $"Free: covered by your VIP care{Until(interval, clock)}.",
            CoverageWay.SupportPeriod => $"Free: covered by your support period{Until(interval, clock)}.",
            CoverageWay.FreeModification => facts.Parts?.FreeModifications is { } free
                ? $"Free: one of the {Modifications(free)} your VIP care includes each month."
                : "Free: a minor modification that your VIP care includes.",
            CoverageWay.FreeUpgrade =>
                "Free: your VIP care includes the upgrade from the previous to the current release.",
            CoverageWay.AppliedLater =>
                $"Free: support applied your {(interval is null ? "coverage" : Wording.Name(interval))} to this ticket.",
            CoverageWay.Waived => "Free: support waived the price.",
            CoverageWay.Duplicate => "Free: this ticket is a duplicate.",
            CoverageWay.Merged => "Free: this ticket was merged into another one.",
            CoverageWay.NeverCovered => isAssessed
                ? "Not covered: this license had no support period or VIP care when you asked."
                : "Not covered: this license has no support period or VIP care.",
            CoverageWay.Ended => $"Not covered: your {Wording.Name(interval!)} ended on {clock.Until(interval!.End)}.",
            CoverageWay.NotInForce =>
                $"Not covered: your {(facts.Rules.Contains("B4") ? "VIP care" : "support period")} did not apply to this ticket.",
            CoverageWay.NotStarted =>
                $"Not covered: your {Wording.Name(interval!)} starts on {clock.At(interval!.Start)}, after you asked.",
            CoverageWay.Revoked => "Not covered: this license was revoked before you asked.",
            CoverageWay.OutsidePeriod =>
                $"Not covered: your support period includes {Included(CoverageRules.IsInPeriodScope)}, not {Wording.Work(facts.Category)}.",
            CoverageWay.OutsideCare =>
                $"Not covered: your VIP care includes {Included(CoverageRules.IsInCareScope)}, not {Wording.Work(facts.Category)}.",
            CoverageWay.UpgradeOutsideCare =>
                "Not covered: your VIP care includes only the upgrade from the previous to the current release.",
            CoverageWay.ModificationsUsed => facts.Parts?.FreeModifications is { } each
                ? $"Not covered: the {Modifications(each)} of your VIP care for this month are used."
                : "Not covered: the free minor modifications of your VIP care for this month are used.",
            CoverageWay.NoModifications => "Not covered: your VIP care includes no free minor modifications.",
            CoverageWay.ModificationAfterCare =>
                $"Not covered: your VIP care ended on {clock.Until(interval!.End)}, before this modification was assessed.",
            var way => throw new InvalidOperationException($"{way} has no sentence."),
        };
    }

    /// <summary>Which way it is, by the rules that decided.</summary>
    public static CoverageWay WayOf(PriceFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Price == CreditAmount.Zero ? WayOfFree(facts)
            : facts.Rules.Contains("E3") ? WayOfModification(facts)
            : facts.Rules.Contains("E4") ? CoverageWay.UpgradeOutsideCare
            : facts.Rules.Contains("B8") ? CoverageWay.OutsideCare
            : facts.Rules.Contains("B6") ? CoverageWay.OutsidePeriod
            : facts.Interval is { } interval ? WayOutside(facts, interval)
            // An assessment from before intervals were kept.
            : facts.Rules.Contains("B3") || facts.Rules.Contains("B4") ? CoverageWay.NotInForce
            : CoverageWay.NeverCovered;
    }

    private static CoverageWay WayOfFree(PriceFacts facts) =>
        facts.Rules.Contains("D6") ? CoverageWay.Waived
        : facts.Rules.Contains("D12") ? CoverageWay.Duplicate
        : facts.Rules.Contains("F5") ? CoverageWay.Merged
        : facts.Rules.Contains("B9") ? CoverageWay.AppliedLater
        : facts.Rules.Contains("E3") ? CoverageWay.FreeModification
        : facts.Rules.Contains("E4") ? CoverageWay.FreeUpgrade
        : facts.Coverage switch
        {
            CoverageBasis.SecurityBug => CoverageWay.SecurityBug,
            CoverageBasis.ProductBug => CoverageWay.ProductBug,
            CoverageBasis.Vip => CoverageWay.VipCare,
            CoverageBasis.SupportPeriod => CoverageWay.SupportPeriod,
            // Credits pay every price above 0, so one of 0 was taken away by support.
            CoverageBasis.Credits => CoverageWay.Waived,
            _ => throw new ArgumentOutOfRangeException(nameof(facts), facts.Coverage, null),
        };

    private static CoverageWay WayOfModification(PriceFacts facts) =>
        facts.Parts?.FreeModifications == 0 ? CoverageWay.NoModifications
        : facts.Interval is { } care && care.End <= facts.At ? CoverageWay.ModificationAfterCare
        : CoverageWay.ModificationsUsed;

    /// <summary>Why an interval does not apply; a license that was revoked within it was covered by its dates.</summary>
    private static CoverageWay WayOutside(PriceFacts facts, CoverageInterval interval) =>
        facts.Parts?.DecidedFor is not { } asked ? interval.End <= facts.At ? CoverageWay.Ended : CoverageWay.NotInForce
        : asked < interval.Start ? CoverageWay.NotStarted
        : interval.Contains(asked) ? CoverageWay.Revoked
        : CoverageWay.Ended;

    private static string Until(CoverageInterval? interval, ReaderClock clock) =>
        interval is null ? "" : $" until {clock.Until(interval.End)}";

    private static string Modifications(int number) =>
        number == 1 ? "1 minor modification" : $"{number} minor modifications";

    private static string Included(Func<Category, bool> isIncluded) =>
        Wording.List([.. Enum.GetValues<Category>().Where(isIncluded).Select(Wording.Work)]);
}
