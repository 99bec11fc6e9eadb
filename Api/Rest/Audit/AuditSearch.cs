using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Audit;

/// <summary>Finds rows of the audit by what people know of their subject.</summary>
internal sealed class AuditSearch(AuditReader audit, TicketQueries tickets)
{
    private const string Ledger = "ledger";
    private const string History = "history";
    private const string RightsTrail = "rights";
    private const int LongestSubject = 200;

    /// <summary>A page of a trail; null if the subject doesn't exist.</summary>
    /// <param name="trail">rights, history or ledger; rights when null.</param>
    /// <param name="query">Which rows. Its subject is a ticket by its number, anything by its key, an account also by its customer; null for all rights.</param>
    /// <exception cref="InvalidFieldException">There is no such trail, or the subject is missing or malformed.</exception>
    public async Task<ImmutableArray<AuditRow>?> FindAsync(string? trail, AuditQuery query)
    {
        if (query.Subject?.Length > LongestSubject)
        {
            throw new InvalidFieldException("subject", $"subject must have at most {LongestSubject} characters.");
        }

        if (trail is null or RightsTrail)
        {
            return await audit.RightsAsync(query);
        }

        if (trail is not (History or Ledger))
        {
            throw new InvalidFieldException("trail", "trail must be rights, history or ledger.");
        }

        if (query.Subject is null)
        {
            throw new InvalidFieldException("subject", "subject is required.");
        }

        return await KeyOfAsync(trail, query.Subject) is not { } key ? null
            : trail == Ledger ? await audit.LedgerAsync(query with { Subject = key })
            : await audit.HistoryAsync(query with { Subject = key });
    }

    private async Task<string?> KeyOfAsync(string trail, string subject)
    {
        if (trail == Ledger)
        {
            return subject.StartsWith(CustomerId.Prefix, StringComparison.Ordinal)
                ? new CustomerId(subject).Account.Value
                : subject;
        }

        return Given.TicketNumber(subject) is { } number ? (await tickets.FindAsync(number))?.Value : subject;
    }
}
