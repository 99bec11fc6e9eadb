using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Tallydesk.Journal;
using Tallydesk.Texts;

namespace Tallydesk.Requests;

/// <summary>Which part of a list is asked for: <c>?limit</c> rows that come after the place <c>?after</c>.</summary>
/// <param name="Limit">1 to 100 rows; 50 unless asked otherwise.</param>
/// <param name="After">The place after which the page begins; null from the start.</param>
internal sealed record PageRequest(int Limit, string? After) : IEndpointParameterMetadataProvider
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    /// <summary>What <c>limit</c> may be.</summary>
    public static OpenApiSchema LimitSchema =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = LargestLimit.ToString(),
            Default = DefaultLimit,
        };

    /// <summary>Takes the page from the query.</summary>
    /// <exception cref="InvalidFieldException"><c>limit</c> is out of range, or <c>after</c> is not a position that a list returned.</exception>
    public static ValueTask<PageRequest?> BindAsync(HttpContext http)
    {
        var query = http.Request.Query;
        return ValueTask.FromResult<PageRequest?>(new(ReadLimit(query["limit"]), Decode(query["after"])));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new PageRequestMetadata());

    /// <summary>The place as a sequence number; 0 from the start.</summary>
    /// <exception cref="InvalidFieldException">It is none.</exception>
    public long AfterSeq() =>
        After is null ? 0
        : long.TryParse(After, NumberStyles.None, provider: null, out var seq) ? seq
        : throw Unknown();

    /// <summary>The place in a list that has one; null from the start.</summary>
    /// <exception cref="InvalidFieldException">It is none.</exception>
    public ListPlace? AfterPlace() =>
        After is null ? null
        : After.Split(' ') is [var rank, { Length: > 0 } key] && long.TryParse(rank, out var number)
            ? new ListPlace(number, key)
        : throw Unknown();

    /// <summary>A list's page: as many rows as were asked for, and where the next page begins.</summary>
    /// <param name="rows">The rows found, one more than <see cref="Limit"/> when there are more.</param>
    /// <param name="body">Makes a row's body.</param>
    /// <param name="place">A row's place in the list.</param>
    public ListBody<TBody> Of<TRow, TBody>(
        ImmutableArray<TRow> rows,
        Func<TRow, TBody> body,
        Func<TRow, string> place
    ) =>
        new(
            [.. rows.Take(Limit).Select(body)],
            rows.Length > Limit ? WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(place(rows[Limit - 1]))) : null
        );

    /// <summary>A list's page of rows that know their places.</summary>
    /// <param name="rows">The rows found, one more than <see cref="Limit"/> when there are more.</param>
    /// <param name="body">Makes a row's body.</param>
    public ListBody<TBody> Of<TView, TBody>(ImmutableArray<Listed<TView>> rows, Func<TView, TBody> body) =>
        Of(rows, row => body(row.View), row => $"{row.Place.Rank} {row.Place.GrainKey}");

    private static int ReadLimit(string? text) =>
        text is null ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, provider: null, out var limit) && limit is >= 1 and <= LargestLimit
            ? limit
        : throw new InvalidFieldException("limit", $"limit must be a whole number from 1 to {LargestLimit}.");

    private static string? Decode(string? after)
    {
        try
        {
            var place = after is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(after));
            return place is null || TextElements.IsStorable(place) ? place : throw Unknown();
        }
        catch (FormatException)
        {
            throw Unknown();
        }
    }

    private static InvalidFieldException Unknown() =>
        new("after", "after must be the value of next from an earlier page of this list.");
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
internal sealed record ListBody<T>(
    IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next
);

/// <summary>Marks an endpoint that takes <c>limit</c> and <c>after</c>.</summary>
internal sealed class PageRequestMetadata;
