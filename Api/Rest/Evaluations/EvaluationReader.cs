using System.Text.Json;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Evaluations;

/// <summary>Reads what is to be evaluated: strictly, and each case for itself, so that a wrong one fails alone.</summary>
internal static class EvaluationReader
{
    private const string Patch = "policy";
    private const string Cases = "cases";

    /// <summary>The change to the policy, if any, and the cases as they were sent.</summary>
    /// <exception cref="InvalidFieldException">The request is none, or holds too many cases.</exception>
    public static (JsonElement? Patch, IReadOnlyList<JsonElement> Cases) Read(JsonElement body)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in body.EnumerateObject())
        {
            if (field.Name is not (Patch or Cases))
            {
                throw new InvalidFieldException(field.Name, $"Unknown field: {field.Name}.");
            }

            if (!seen.Add(field.Name))
            {
                throw new InvalidFieldException(
                    field.Name,
                    $"{field.Name} appears more than once in the request body."
                );
            }
        }

        if (!body.TryGetProperty(Cases, out var cases) || cases.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidFieldException(Cases, $"{Cases} must be a list.");
        }

        if (cases.GetArrayLength() > NewEvaluations.MostCases)
        {
            throw new InvalidFieldException(Cases, $"{Cases} must have at most {NewEvaluations.MostCases} cases.");
        }

        var isChanged = body.TryGetProperty(Patch, out var patch) && patch.ValueKind != JsonValueKind.Null;
        return (isChanged ? patch : null, [.. cases.EnumerateArray()]);
    }

    /// <summary>Evaluates a case as it was sent; what is wrong with it is its answer.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="sent">The case.</param>
    /// <param name="index">Its place in the list.</param>
    /// <param name="options">How bodies are read.</param>
    public static Evaluation Evaluate(SupportPolicy policy, JsonElement sent, int index, JsonSerializerOptions options)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            return EvaluationRules.Refuse(Fields.Invalid($"{Cases}[{index}]", "A case must be an object."));
        }

        try
        {
            return EvaluationRules.Evaluate(policy, sent.Deserialize<NewEvaluation>(options)!.ToCase());
        }
        catch (InvalidFieldException wrong)
        {
            return EvaluationRules.Refuse(Fields.Invalid(wrong.Field, wrong.Message));
        }
        catch (JsonException unreadable)
        {
            var field = JsonField.NameOf(unreadable);
            return EvaluationRules.Refuse(Fields.Invalid(field, JsonField.DetailOf(unreadable, field)));
        }
    }
}
