using System.Collections.Immutable;

namespace Tallydesk.Credits;

/// <summary>The data of an entry's row that is not in columns.</summary>
/// <param name="Lots">The lots that were filled or spent.</param>
/// <param name="Revision">The assessment's revision, for charges and refunds.</param>
/// <param name="Reason">Why, for adjustments.</param>
public sealed record EntryBody(ImmutableArray<LotSlice> Lots, int? Revision, string? Reason)
{
    /// <summary>The body of an entry.</summary>
    public static EntryBody Of(CreditEntry entry) => new(entry.Lots, entry.Revision, entry.Reason);
}
