using System.Collections.Immutable;
using Tallydesk.Policy;

namespace Tallydesk.Tests.Examples;

/// <summary>A worked example of the support policy.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Told">The example in words; no other of the rule has the same.</param>
/// <param name="Look">What comes out under a policy.</param>
/// <param name="Expected">What comes out under the shipped one.</param>
internal sealed record Example(string Rule, string Told, Func<SupportPolicy, string> Look, string Expected)
{
    /// <summary>All examples. A new rule's go into a table of their own, and here.</summary>
    internal static ImmutableArray<Example> All { get; } =
    [
        .. LicenseExamples.All,
        .. PriceExamples.All,
        .. AgreementExamples.All,
        .. CareExamples.All,
        .. EndingExamples.All,
        .. VendorExamples.All,
    ];

    /// <summary>Whether it comes out as it must.</summary>
    internal bool Holds(SupportPolicy policy) => Look(policy) == Expected;
}
