using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Enquiries;

/// <summary>Reads lists of contact requests, for staff.</summary>
public sealed class EnquiryQueries(IJournalReader journal)
{
    /// <summary>A page of contact requests, oldest first.</summary>
    /// <param name="status">Only in this status; null for all.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="after">Return those after this position; null for the beginning.</param>
    public Task<ImmutableArray<Listed<EnquiryCard>>> PageAsync(EnquiryStatus? status, int limit, ListPlace? after) =>
        journal.ListAsync<EnquiryCard>(
            new(CardKinds.Enquiry, limit) { Statuses = status is { } only ? [StoredNames.Of(only)] : [], After = after }
        );
}
