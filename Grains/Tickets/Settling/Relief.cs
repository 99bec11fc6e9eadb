using System.Collections.Immutable;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>
/// A relief for a category of a ticket: a waiver (Policy D6), or coverage applied later (B9). It applies to that
/// category, however often the ticket is reassessed.
/// </summary>
/// <param name="Category">The category that it applies to.</param>
/// <param name="At">When; coverage is decided for this time instead of when the ticket was asked.</param>
/// <param name="Coverage">The license's coverage at the time; null for a waiver.</param>
/// <param name="Reason">Why; null if coverage was applied without a reason.</param>
public sealed record Relief(Category Category, DateTimeOffset At, LicenseCoverage? Coverage, string? Reason)
{
    /// <summary>The basis of an assessment with this relief.</summary>
    public AgreementBasis Basis => Coverage is null ? AgreementBasis.Waiver : AgreementBasis.CoverageApplied;

    /// <summary>Adds a relief, which replaces one of its kind for its category.</summary>
    public static ImmutableArray<Relief> With(ImmutableArray<Relief> reliefs, Relief given) =>
        [.. reliefs.Where(one => (one.Category, one.Basis) != (given.Category, given.Basis)), given];
}
