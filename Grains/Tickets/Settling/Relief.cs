using System.Collections.Immutable;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>
/// What staff gave a category of a ticket: a waiver (Policy D6), or what the license covered later (B9). It holds for that
/// category, however often the ticket is assessed again.
/// </summary>
/// <param name="Category">The category it was given to.</param>
/// <param name="At">When; coverage is decided for this instant instead of the instant asked.</param>
/// <param name="Coverage">What the license covered then; null for a waiver.</param>
/// <param name="Reason">Why; null where none was given with coverage.</param>
public sealed record Relief(Category Category, DateTimeOffset At, LicenseCoverage? Coverage, string? Reason)
{
    /// <summary>Why an assessment under it takes effect.</summary>
    public AgreementBasis Basis => Coverage is null ? AgreementBasis.Waiver : AgreementBasis.CoverageApplied;

    /// <summary>Reliefs with one more, which replaces one of its kind for its category.</summary>
    public static ImmutableArray<Relief> With(ImmutableArray<Relief> reliefs, Relief given) =>
        [.. reliefs.Where(one => (one.Category, one.Basis) != (given.Category, given.Basis)), given];
}
