using System.Collections.Immutable;
using System.Globalization;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tests.Policy;

/// <summary>The default policy, and instants and licenses as its examples write them.</summary>
internal static class Business
{
    /// <summary>The policy that comes with the product.</summary>
    internal static SupportPolicy Policy => PolicyDocument.Shipped;

    /// <summary>What the policy promises under VIP care, since ever.</summary>
    internal static ImmutableArray<AnswerTerms> Terms { get; } =
    [new(DateTimeOffset.MinValue, Policy.Calendar, Policy.Care.AnswerWithinWorkingHours)];

    /// <summary>An instant in the business zone, such as <c>2026-03-02 09:00</c>, also with seconds and their fractions.</summary>
    internal static DateTimeOffset At(string local) =>
        new(DateTime.Parse(local, CultureInfo.InvariantCulture), Policy.Calendar.UtcOffset);

    /// <summary>A license number.</summary>
    internal static LicenseNumber Number(string text) =>
        LicenseNumber.TryParse(text, out var number) ? number : throw new ArgumentException(text, nameof(text));

    /// <summary>What a first license of an edition covers, bought at an instant.</summary>
    internal static LicenseCoverage Bought(
        string edition,
        string at,
        UpgradeSubscription subscription = default,
        string? revokedAt = null
    )
    {
        var benefit = PlanRules.BenefitOf(Policy, edition, LicenseKind.First);
        var coverage = CoverageRules.CoverageOf(Policy, benefit.Value!, At(at), purchasedOn: null, subscription);
        return coverage with { RevokedAt = revokedAt is null ? null : At(revokedAt) };
    }
}
