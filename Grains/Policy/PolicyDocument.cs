using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>Reads and writes the policy document. What has been read is valid.</summary>
public static class PolicyDocument
{
    private const string ShippedName = "Tallydesk.Policy.default-policy.json";

    private static readonly Lazy<SupportPolicy> ShippedPolicy = new(ReadShipped);

    /// <summary>As the other JSON of the product, and strict: what is misspelled is refused and not overlooked.</summary>
    internal static JsonSerializerOptions Options { get; } =
        new(StateJson.Options)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = true,
            NewLine = "\n",
            Converters =
            {
                new WholeNumberConverter<int>(),
                new WholeNumberConverter<long>(),
                new WholeCreditsConverter(),
            },
        };

    /// <summary>The policy that comes with the product.</summary>
    internal static SupportPolicy Shipped => ShippedPolicy.Value;

    /// <summary>Reads a whole document.</summary>
    /// <remarks>
    /// Refused: <see cref="RefusalCode.InvalidField"/>, in one sentence that names the first wrong field by its path,
    /// such as <c>editions[2].first.credits</c>; the fact <c>field</c> holds the path.
    /// </remarks>
    public static Answer<SupportPolicy> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException broken)
        {
            return Refuse(new("", $"The policy document is not valid JSON: {FirstSentence(broken.Message)}"));
        }
    }

    /// <summary>The policy after a JSON merge patch (RFC 7396) of its document.</summary>
    /// <remarks>Refused: as <see cref="Parse"/>, for the patched document; also for a patch that is not an object.</remarks>
    public static Answer<SupportPolicy> Patch(SupportPolicy policy, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return Refuse(new("", "A change to the policy must be a JSON object."));
        }

        try
        {
            var changes = JsonNode.Parse(
                patch.GetRawText(),
                documentOptions: new() { AllowDuplicateProperties = false }
            );
            var document = JsonSerializer.SerializeToNode(policy, Options);
            return Parse(MergePatch.Apply(document, changes)!.ToJsonString());
        }
        catch (JsonException repeated)
        {
            return Refuse(new("", $"The change to the policy can't be read: {FirstSentence(repeated.Message)}"));
        }
    }

    /// <summary>The document as its author would write it.</summary>
    internal static string Write(SupportPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>Whether two policies are the same document, however their numbers were written.</summary>
    internal static bool AreEqual(SupportPolicy policy, SupportPolicy other) => Canonical(policy) == Canonical(other);

    /// <summary>One text for equal documents.</summary>
    internal static string Canonical(SupportPolicy policy) =>
        CanonicalJson.Write(JsonSerializer.SerializeToElement(policy, Options));

    /// <summary>The hash of the command that puts a document in force. Version 1 took it from the text.</summary>
    internal static CommandHash HashOf(SupportPolicy policy) => CommandHash.Of(policy, Canonical(policy));

    private static Answer<SupportPolicy> Read(JsonElement document)
    {
        if (DocumentShape.FirstFault(document, typeof(SupportPolicy), Options) is { } misshapen)
        {
            return Refuse(misshapen);
        }

        try
        {
            var policy = document.Deserialize<SupportPolicy>(Options)!;
            return PolicyChecks.FirstFault(policy) is { } fault ? Refuse(fault) : policy;
        }
        catch (JsonException malformed)
        {
            var path = malformed.Path?.TrimStart('$', '.') ?? "";
            return Refuse(new(path, $"{path} is invalid."));
        }
    }

    private static Refusal Refuse(DocumentFault fault) =>
        new Refusal(RefusalCode.InvalidField, fault.Sentence).With("field", fault.Path);

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.') + ".";

    private static SupportPolicy ReadShipped()
    {
        using var stream =
            typeof(PolicyDocument).Assembly.GetManifestResourceStream(ShippedName)
            ?? throw new InvalidOperationException($"The resource {ShippedName} is missing.");
        using var reader = new StreamReader(stream);
        var answer = Parse(reader.ReadToEnd());
        return answer.Ok ? answer.Value : throw new InvalidOperationException(answer.Refusal.Detail);
    }
}

/// <summary>What is wrong with a document.</summary>
/// <param name="Path">The field, such as <c>editions[2].first.credits</c>; empty for the document itself.</param>
/// <param name="Sentence">One sentence that names the field.</param>
internal sealed record DocumentFault(string Path, string Sentence);
