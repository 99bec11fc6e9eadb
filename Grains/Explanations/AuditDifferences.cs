using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tallydesk.Texts;

namespace Tallydesk.Explanations;

/// <summary>A value that an audited change set or changed.</summary>
/// <param name="Label">What it is, as pages label it.</param>
/// <param name="Old">The value before, in words; null where there was none.</param>
/// <param name="New">The value since, in words; null where there is none.</param>
public sealed record AuditDifference(string Label, string? Old, string? New);

/// <summary>Compares the state before and after a change, in the words of the pages.</summary>
internal static class AuditDifferences
{
    private const int Most = 12;
    private const int LongestValue = 120;
    private const string No = "no";

    /// <summary>What says nothing to a reader: keys and digests. The raw data has them.</summary>
    private static readonly ImmutableArray<string> Hidden =
    [
        "id", "at", "origin", "operation", "hash", "sha256", "place", "actor", "since", "desk", "document", "seq", "link",
        "agent", "made", "people", "webhooks", "erased", "maker", "lots", "rules", "body", "charge", "refund", "author",
        "customer", "createdAt", "finishes",
    ];

    /// <summary>Labels of fields whose name alone does not say what they are.</summary>
    private static readonly ImmutableDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["customerId"] = "Customer",
        ["revokedAt"] = "Revoked",
        ["expiresAt"] = "Expires",
        ["disabledAt"] = "Disabled",
        ["lastUsedAt"] = "Last used",
        ["pausedAt"] = "Paused",
        ["askedAt"] = "Asked",
        ["closesAt"] = "Support closes",
        ["dueAt"] = "Response due",
        ["answeredAt"] = "Answered",
        ["failedAt"] = "Failed",
        ["secondFactor"] = "Two-factor authentication",
        ["accepted"] = "Invitation accepted",
        ["owner"] = "Token of",
        ["url"] = "URL",
        ["preAgreedUpTo"] = "Pre-approved credits",
        ["acknowledged"] = "Upgrade terms accepted",
        ["acknowledgementNeeded"] = "Upgrade terms needed",
        ["categoryHint"] = "Suggested category",
        ["repliesTo"] = "Replies also go to",
        ["parent"] = "Split from ticket",
        ["isMet"] = "Response target met",
        ["fixedIn"] = "Fixed in release",
        ["basis"] = "Because",
        ["coverage"] = "Coverage",
        ["factors"] = "Signed in with",
        ["email"] = "Email address",
        ["timeZone"] = "Time zone",
        ["policyVersion"] = "Policy version",
        ["ownsLicense"] = "Has a license",
        ["orderId"] = "Order",
        ["type"] = "File type",
        ["size"] = "Bytes",
        ["before"] = "Previous version",
    }.ToImmutableDictionary();

    /// <summary>Fields whose values are names of programs or people, not words.</summary>
    private static readonly ImmutableArray<string> Verbatim =
    [
        "name", "email", "customerId", "customer", "license", "number", "subject", "url", "timeZone", "edition", "reason",
        "note", "title", "version", "before", "scopes", "events", "type", "owner", "repliesTo", "kind", "failure", "policyVersion",
        "customerName", "fixedIn", "orderId", "ticket", "chat", "into", "operation", "by", "message",
    ];

    /// <summary>What differs, in the order of the fields; at most twelve.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="sentence">The sentence beside it: what it says of something new is not said again, and neither is what is not so.</param>
    /// <param name="clock">The reader's clock.</param>
    public static ImmutableArray<AuditDifference> Of(
        AuditBody before,
        AuditBody after,
        string sentence,
        ReaderClock clock
    )
    {
        var (old, now) = (Flat(before, clock), Flat(after, clock));
        return
        [
            .. old.Keys.Union(now.Keys)
                .Select(label => new AuditDifference(label, old.GetValueOrDefault(label), now.GetValueOrDefault(label)))
                .Where(difference => difference.Old != difference.New)
                .Where(difference => difference.Old is not null || !(difference.New == No || Says(sentence, difference.New!)))
                .Take(Most),
        ];
    }

    /// <summary>The label of a field: <c>assignee</c> is Assignee.</summary>
    public static string LabelOf(string field) => Labels.GetValueOrDefault(field) ?? Words(field);

    /// <summary>A stored name as words: <c>awaitingConsent</c> is Awaiting consent.</summary>
    public static string Words(string name)
    {
        var words = string.Concat(name.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Whether a sentence has a value as a word of its own.</summary>
    private static bool Says(string sentence, string value)
    {
        for (
            var at = sentence.IndexOf(value, StringComparison.Ordinal);
            at >= 0;
            at = sentence.IndexOf(value, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + value.Length;
            if (
                (at == 0 || !char.IsLetterOrDigit(sentence[at - 1]))
                && (end == sentence.Length || !char.IsLetterOrDigit(sentence[end]))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, string> Flat(AuditBody body, ReaderClock clock)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in body.Fields)
        {
            Add(values, field, clock, isInner: false);
        }

        return values;
    }

    private static void Add(Dictionary<string, string> values, JsonProperty field, ReaderClock clock, bool isInner)
    {
        if (Hidden.Contains(field.Name))
        {
            return;
        }

        if (field.Value.ValueKind == JsonValueKind.Object && !isInner)
        {
            // What a thing is called says which it is; the fields of one level are enough.
            foreach (var inner in field.Value.EnumerateObject())
            {
                Add(values, inner, clock, isInner: true);
            }

            return;
        }

        if (ValueOf(field, clock) is { Length: > 0 } value)
        {
            values.TryAdd(LabelOf(field.Name), value);
        }
    }

    private static string? ValueOf(JsonProperty field, ReaderClock clock) =>
        field.Value.ValueKind switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => No,
            JsonValueKind.Number => field.Value.GetRawText(),
            JsonValueKind.String => TextOf(field.Name, field.Value.GetString()!, clock),
            JsonValueKind.Array when field.Value.EnumerateArray().All(item => AuditBody.Scalar(item) is not null) => Shortened(
                string.Join(", ", field.Value.EnumerateArray().Select(AuditBody.Scalar))
            ),
            _ => null,
        };

    private static string TextOf(string field, string text, ReaderClock clock) =>
        field.EndsWith("At", StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            ? clock.At(instant)
        : Verbatim.Contains(field) ? Shortened(text)
        : text.Any(char.IsWhiteSpace) ? Shortened(text)
        : Words(text);

    private static string Shortened(string text) => TextElements.Shortened(text, LongestValue);
}
