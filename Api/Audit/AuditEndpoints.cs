using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Audit;

/// <summary>The audit, for admins.</summary>
internal static class AuditEndpoints
{
    private const string Ledger = "ledger";
    private const string History = "history";
    private const string RightsTrail = "rights";
    private const int LongestSubject = 200;

    /// <summary>Adds <c>/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/audit", ReadAsync)
            .WithTags("Audit")
            .RequireAuthorization(Rights.Admin)
            .Produces<ListBody<AuditRowBody>>()
            .WithSummary("Who did what, when and from where, oldest first.")
            .WithDescription(
                "trail is rights (people, sessions, tokens; all of them, or one subject's), history (a customer, license, "
                    + "account, ticket, chat, enquiry or the policy, by its key; a ticket also by its number) or ledger (an "
                    + "account, by its customer or itself)."
            );

    private static async Task<IResult> ReadAsync(
        Page page,
        AuditReader audit,
        IJournalReader journal,
        string? trail,
        string? subject
    )
    {
        if (subject?.Length > LongestSubject || subject?.Contains('\0') == true)
        {
            throw new InvalidFieldException("subject", $"subject has at most {LongestSubject} characters.");
        }

        var (after, limit) = (page.AfterSeq(), page.Limit + 1);
        if (trail is null or RightsTrail)
        {
            return Answer(page, await audit.RightsAsync(subject, after, limit));
        }

        if (trail is not (History or Ledger))
        {
            throw new InvalidFieldException("trail", "trail is rights, history or ledger.");
        }

        if (subject is null)
        {
            throw new InvalidFieldException("subject", "subject is missing.");
        }

        return await KeyOfAsync(trail, subject, journal) is { } key
            ? Answer(
                page,
                trail == Ledger
                    ? await audit.LedgerAsync(key, after, limit)
                    : await audit.HistoryAsync(key, after, limit)
            )
            : Problem.NotFound;
    }

    private static async Task<string?> KeyOfAsync(string trail, string subject, IJournalReader journal)
    {
        if (trail == Ledger)
        {
            return subject.StartsWith(CustomerId.Prefix, StringComparison.Ordinal)
                ? new CustomerId(subject).Account.Value
                : subject;
        }

        return long.TryParse(subject, out var number)
            ? (await journal.FindCardByRankAsync("ticket", number))?.GrainKey
            : subject;
    }

    private static Ok<ListBody<AuditRowBody>> Answer(Page page, ImmutableArray<AuditRow> rows) =>
        TypedResults.Ok(page.Of(rows, AuditRowBody.Of, row => $"{row.Seq}"));
}

/// <summary>A row of the audit.</summary>
/// <param name="Seq">Its number in its chain.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">What was changed.</param>
/// <param name="Actor">Who did it: the actor's id.</param>
/// <param name="Source">From where: the address and the token or session; absent for the desk's own doing.</param>
/// <param name="Before">What was so before; absent where the row before tells it.</param>
/// <param name="After">What is so since.</param>
internal sealed record AuditRowBody(
    long Seq,
    DateTimeOffset At,
    string Kind,
    string Subject,
    string Actor,
    string? Source,
    JsonElement? Before,
    JsonElement? After
)
{
    /// <summary>A row as its body.</summary>
    public static AuditRowBody Of(AuditRow row) =>
        new(
            row.Seq,
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            row.Kind,
            row.Subject,
            row.Actor,
            row.Source,
            Parse(row.Before),
            Parse(row.After)
        );

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}
