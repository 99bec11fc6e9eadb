using System.Globalization;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Credits;

/// <summary>Which part of a statement an address asks for. What can't be read is as if it were not there.</summary>
/// <param name="Kind">Only entries of this kind.</param>
/// <param name="From">The first day, where the reader is.</param>
/// <param name="To">The last day, where the reader is.</param>
/// <param name="Before">Entries before this one; null from the newest.</param>
internal sealed record StatementAddress(EntryKind? Kind, DateOnly? From, DateOnly? To, long? Before)
{
    /// <summary>Reads <c>kind</c>, <c>from</c>, <c>to</c> and <c>before</c>.</summary>
    public static StatementAddress Of(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(
            QueryField.Find<EntryKind>(query["kind"].ToString()),
            QueryField.FindDay(query["from"]),
            QueryField.FindDay(query["to"]),
            QueryField.FindRow(query["before"])
        );
    }

    /// <summary>Whether entries are left out.</summary>
    public bool IsFiltered => Kind is not null || From is not null || To is not null;

    /// <summary>What is shown, in words: <c>Charges from 1 Nov 2026 to 30 Nov 2026</c>.</summary>
    public string Words =>
        NameOf(Kind)
        + (From is { } from ? $" from {Day(from)}" : "")
        + (To is { } to ? From is null ? $" until {Day(to)}" : $" to {Day(to)}" : "");

    /// <summary>The name of the entries of a kind; of all entries for null.</summary>
    public static string NameOf(EntryKind? kind) =>
        kind switch
        {
            null => "All entries",
            EntryKind.Grant => "Grants",
            EntryKind.Purchase => "Purchases",
            EntryKind.Charge => "Charges",
            EntryKind.Refund => "Refunds",
            EntryKind.Adjustment => "Adjustments",
            EntryKind.Void => "Voided credits",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>The filter, with the days as instants where the reader is.</summary>
    public StatementFilter FilterIn(TimeZoneInfo zone) =>
        new()
        {
            Kind = Kind,
            From = From is { } from ? StatementMonths.StartOf(from, zone) : null,
            Until = To is { } to ? StatementMonths.EndOf(to, zone) : null,
        };

    /// <summary>The query of the entries before one, under the same filter.</summary>
    public string QueryBefore(long seq) =>
        (Kind is { } kind ? $"kind={StoredNames.Of(kind)}&" : "")
        + (From is { } from ? $"from={QueryField.Of(from)}&" : "")
        + (To is { } to ? $"to={QueryField.Of(to)}&" : "")
        + $"before={seq}";

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
