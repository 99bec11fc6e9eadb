using Tallydesk.Audit;
using Tallydesk.Credits;
using Tallydesk.Requests;
using Tallydesk.Texts;

namespace Tallydesk.Pages.Admin;

/// <summary>Which part of the audit an address asks for. What can't be read is as if it were not there.</summary>
/// <param name="Trail">rights, history or ledger.</param>
/// <param name="Subject">Of what; null for all changes of rights.</param>
/// <param name="Actor">Only what this actor did.</param>
/// <param name="Kind">Only changes of this kind.</param>
/// <param name="Day">Only on this day, where the reader is.</param>
/// <param name="Before">Rows before this one; null from the newest.</param>
internal sealed record AuditAddress(
    string Trail,
    string? Subject,
    string? Actor,
    string? Kind,
    DateOnly? Day,
    long? Before
)
{
    private const int LongestName = 100;

    /// <summary>Reads <c>trail</c>, <c>subject</c>, <c>actor</c>, <c>kind</c>, <c>day</c> and <c>before</c>.</summary>
    public static AuditAddress Of(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(
            query["trail"].ToString() is "history" or "ledger" ? query["trail"].ToString() : "rights",
            TextOf(query["subject"]),
            TextOf(query["actor"]) is { Length: <= LongestName } actor ? actor : null,
            TextOf(query["kind"]) is { Length: <= LongestName } kind ? kind : null,
            QueryField.FindDay(query["day"]),
            QueryField.FindRow(query["before"])
        );
    }

    /// <summary>Whether rows are left out.</summary>
    public bool IsFiltered => Actor is not null || Kind is not null || Day is not null;

    /// <summary>The day as its field has it.</summary>
    public string? DayField => QueryField.Of(Day);

    /// <summary>The rows, newest first.</summary>
    /// <param name="limit">The maximum number.</param>
    /// <param name="zone">The reader's zone.</param>
    public AuditQuery QueryOf(int limit, TimeZoneInfo zone) =>
        new(Subject, limit)
        {
            Before = Before ?? long.MaxValue,
            Actor = Actor,
            Kind = Kind,
            From = Day is { } day ? StatementMonths.StartOf(day, zone) : null,
            Until = Day is { } last ? StatementMonths.EndOf(last, zone) : null,
        };

    /// <summary>The address of the page with other filters.</summary>
    public string Path =>
        "/audit?trail="
        + Trail
        + Part("subject", Subject)
        + Part("actor", Actor)
        + Part("kind", Kind)
        + Part("day", DayField)
        + (Before is { } seq ? $"&before={seq}" : "");

    private static string Part(string name, string? value) =>
        value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string? TextOf(string? text) =>
        string.IsNullOrWhiteSpace(text) || !TextElements.IsStorable(text) ? null : text.Trim();
}
