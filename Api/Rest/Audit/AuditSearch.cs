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

    /// <summary>A page of a trail, oldest first; null if the subject doesn't exist.</summary>
    /// <param name="trail">rights, history or ledger; rights when null.</param>
    /// <param name="subject">A ticket by its number, anything by its key, an account also by its customer; null for all rights.</param>
    /// <param name="after">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    /// <exception cref="InvalidFieldException">There is no such trail, or the subject is missing or malformed.</exception>
    public async Task<ImmutableArray<AuditRow>?> FindAsync(string? trail, string? subject, long after, int limit)
    {
        if (subject?.Length > LongestSubject)
        {
            throw new InvalidFieldException("subject", $"subject must have at most {LongestSubject} characters.");
        }

        if (trail is null or RightsTrail)
        {
            return await audit.RightsAsync(subject, after, limit);
        }

        if (trail is not (History or Ledger))
        {
            throw new InvalidFieldException("trail", "trail must be rights, history or ledger.");
        }

        if (subject is null)
        {
            throw new InvalidFieldException("subject", "subject is required.");
        }

        return await KeyOfAsync(trail, subject) is not { } key ? null
            : trail == Ledger ? await audit.LedgerAsync(key, after, limit)
            : await audit.HistoryAsync(key, after, limit);
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
