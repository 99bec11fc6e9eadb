using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Enquiries;

/// <summary>Reads lists of enquiries, for staff.</summary>
public sealed class EnquiryQueries(IJournalReader journal)
{
    /// <summary>A page of enquiries, the oldest first.</summary>
    /// <param name="status">Only in this status; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="after">Those after this place; null from the start.</param>
    public Task<ImmutableArray<Listed<EnquiryCard>>> PageAsync(EnquiryStatus? status, int limit, ListPlace? after) =>
        journal.ListAsync<EnquiryCard>(
            new(CardKinds.Enquiry, limit)
            {
                Statuses = status is { } only ? [StoredNames.Of(only)] : [],
                After = after,
            }
        );
}
