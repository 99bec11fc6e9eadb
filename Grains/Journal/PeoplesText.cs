using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tallydesk.Journal;

/// <summary>
/// User text is stored next to its row and can be removed; the row has a hash of it instead. The tables of fields define
/// which texts of events and answers these are, by their names in JSON.
/// </summary>
public static class PeoplesText
{
    private const string Mark = "{\"$text\":";
    private const int LongestName = 64;

    /// <summary>Fields whose texts people wrote, or that tell who they are. A name once listed stays.</summary>
    public static FrozenSet<string> Fields { get; } =
        FrozenSet.Create(
            StringComparer.Ordinal,
            "author",
            "body",
            "byName",
            "customerName",
            "email",
            // Of a command's content, which a text could be guessed from.
            "hash",
            "name",
            "note",
            "reason",
            "repliesTo",
            "resolutionNote",
            "revocationReason",
            "subject",
            "title",
            "urgencyReason"
        );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FieldNames = Fields.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Fields whose texts stay in their rows: ids, keys, names of versions and editions, and the policy's own texts.</summary>
    public static FrozenSet<string> Others { get; } =
        FrozenSet.Create(
            StringComparer.Ordinal,
            "actor",
            "by",
            "charge",
            "command",
            "currency",
            "customDevelopment",
            "desk",
            "desks",
            "edition",
            "epoch",
            "fixedIn",
            "freeModification",
            "from",
            "helpDeskOnly",
            "id",
            "inForce",
            "noGuarantee",
            "operation",
            "orderId",
            "otherServices",
            "policyVersion",
            "reference",
            "refund",
            "releases",
            "replaced",
            "rules",
            "supportDoes",
            "supportDoesNot",
            "timeZone",
            "to",
            "type",
            "upgradeTerms",
            "version",
            "withoutLicense",
            "writtenEnglish"
        );

    /// <summary>Rows that stay whole: the vendor publishes its policy.</summary>
    public static FrozenSet<string> WholeKinds { get; } = FrozenSet.Create("policyAdopted");

    /// <summary>A row whose texts stand in <see cref="HistoryRow.Text"/>, under a random salt; the row itself when it has none.</summary>
    public static HistoryRow Apart(HistoryRow row)
    {
        if (WholeKinds.Contains(row.Kind))
        {
            return row;
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        var body = TakeOut(row.Body, texts);
        var answer = row.Command?.Answer is { } whole ? TakeOut(whole, texts) : null;
        if (texts.Count == 0)
        {
            return row;
        }

        var salt = RandomNumberGenerator.GetBytes(RowText.SaltLength);
        var text = new RowText(
            salt,
            new RowTexts(texts.DrainToImmutable(), row.Command?.ContentHash.ToArray()).Write()
        );
        return row with
        {
            Body = body,
            Command = row.Command is { } command
                ? new(command.Id, RowText.Digest(salt, command.ContentHash.Span), answer)
                : null,
            Text = text,
            TextHash = text.Digest(),
        };
    }

    /// <summary>A row's JSON with its texts in their places, as it was before <see cref="Apart"/>.</summary>
    /// <param name="json">The row's body or answer.</param>
    /// <param name="text">The row's texts (<see cref="RowText.Json"/>); null where it has none, or they were erased: then each is empty.</param>
    public static string Join(string json, string? text)
    {
        if (!json.Contains(Mark, StringComparison.Ordinal))
        {
            return json;
        }

        var texts = text is null ? null : RowTexts.Read(text);
        return Replace(
            json,
            (ref reader) =>
                reader.TokenType == JsonTokenType.StartObject && TryReadMark(ref reader, out var place)
                    ? texts is null
                        ? ""
                        : texts.Texts[place]
                    : null,
            Quoted
        );
    }

    /// <summary>A command as it was recorded; without its text no content is the same as the one that was commanded.</summary>
    /// <param name="command">The command of a row.</param>
    /// <param name="text">The row's texts (<see cref="RowText.Json"/>); null if they were removed.</param>
    public static RecordedCommand Join(RecordedCommand command, string? text) =>
        new(
            command.Id,
            text is not null && RowTexts.Read(text).ContentHash is { } hash ? hash : command.ContentHash,
            command.Answer is { } answer ? Join(answer, text) : null
        );

    /// <summary>The JSON of a row, or a part of it, with every text empty.</summary>
    public static string Emptied(string json) => Replace(json, TextAt(), _ => "\"\"");

    private static string TakeOut(string json, ImmutableArray<string>.Builder texts) =>
        Replace(
            json,
            TextAt(),
            text =>
            {
                texts.Add(text);
                return string.Create(CultureInfo.InvariantCulture, $"{Mark}{texts.Count - 1}}}");
            }
        );

    private static Finder TextAt()
    {
        var isText = false;
        return (ref reader) =>
        {
            var found = isText && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            isText = reader.TokenType == JsonTokenType.PropertyName && NamesText(ref reader);
            return found;
        };
    }

    // Every name of every row passes here, so a name becomes a string only when it is unusually long.
    private static bool NamesText(ref Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[LongestName];
        return reader.ValueSpan.Length > name.Length
            ? Fields.Contains(reader.GetString()!)
            : FieldNames.Contains(name[..reader.CopyString(name)]);
    }

    /// <summary>Replaces values; everything between them stays as it is, to the byte.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="find">The text that a value is replaced for; null where it stays.</param>
    /// <param name="replace">The JSON in its place.</param>
    private static string Replace(string json, Finder find, Func<string, string> replace)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        StringBuilder? replaced = null;
        var copied = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (find(ref reader) is { } text)
            {
                replaced ??= new(json.Length);
                replaced.Append(Encoding.UTF8.GetString(bytes.AsSpan(copied..start))).Append(replace(text));
                copied = (int)reader.BytesConsumed;
            }
        }

        return replaced is null ? json : replaced.Append(Encoding.UTF8.GetString(bytes.AsSpan(copied..))).ToString();
    }

    // Leaves the reader at the mark's end, or where it was.
    private static bool TryReadMark(ref Utf8JsonReader reader, out int place)
    {
        var ahead = reader;
        place = 0;
        if (
            ahead.Read()
            && ahead.TokenType == JsonTokenType.PropertyName
            && ahead.ValueTextEquals("$text"u8)
            && ahead.Read()
            && ahead.TryGetInt32(out place)
            && ahead.Read()
        )
        {
            reader = ahead;
            return true;
        }

        return false;
    }

    private static string Quoted(string text) => StateJson.Write(text);

    private delegate string? Finder(ref Utf8JsonReader reader);
}
