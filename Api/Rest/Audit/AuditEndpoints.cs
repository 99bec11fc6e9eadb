using System.Text.Json;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Audit;

/// <summary>The audit, for admins.</summary>
internal static class AuditEndpoints
{
    /// <summary>Adds <c>/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/audit", ReadAsync)
            .WithTags("Audit")
            .RequireAuthorization(Rights.Admin)
            .Produces<ListBody<AuditRowBody>>()
            .WithSummary("Lists audit events, oldest first: who did what, when and from where.")
            .WithDescription(
                "trail is rights (people, sessions and tokens, for all subjects or one), history (a customer, license, "
                    + "account, ticket, chat, contact request or the policy, by key; tickets also by number) or ledger (an "
                    + "account, by customer id or account id)."
            );

    private static async Task<IResult> ReadAsync(
        PageRequest page,
        AuditSearch search,
        string? trail,
        string? subject
    ) =>
        await search.FindAsync(trail, new(subject, page.Limit + 1) { After = page.AfterSeq() }) is { } rows
            ? TypedResults.Ok(page.Of(rows, AuditRowBody.Of, row => $"{row.Seq}"))
            : Problem.NotFound;
}

/// <summary>A row of the audit.</summary>
/// <param name="Seq">Its number in its chain.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">What was changed.</param>
/// <param name="Actor">Who did it: the actor's id.</param>
/// <param name="Source">The origin: network address and token or session; absent for Tallydesk's own actions.</param>
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
