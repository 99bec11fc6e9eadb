using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Problems;

namespace Tallydesk.Evaluations;

/// <summary>What became of the cases.</summary>
/// <param name="PolicyVersion">The version they were evaluated under; a change sent along keeps it unless it names another.</param>
/// <param name="Results">One result for each case, in the same order.</param>
internal sealed record EvaluationsBody(string PolicyVersion, IReadOnlyList<EvaluationBody> Results);

/// <summary>What the policy makes of one case. Every field is always there.</summary>
/// <param name="Coverage">Who pays; null when refused.</param>
/// <param name="CoveredUntil">End of the license's support period or VIP care; null if there never was one.</param>
/// <param name="Price">The price in credits; null when refused.</param>
/// <param name="ConsentNeeded">Whether the customer is asked first, given <c>preAgreedUpTo</c> and <c>acknowledged</c>.</param>
/// <param name="AcknowledgementNeeded">Whether that consent must acknowledge the upgrade's terms.</param>
/// <param name="Outcome">How it comes out.</param>
/// <param name="Missing">Missing credits; also set while acceptance is awaited.</param>
/// <param name="Deadline">When an answer is due; null without VIP care.</param>
/// <param name="Granted">The license's benefits; null if the policy has no such license.</param>
/// <param name="Rules">Ids of the rules that decided, in their order.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="Explanation">How the price is made up and who pays it, or why it is refused, in a sentence to the customer. Instants in it are UTC.</param>
internal sealed record EvaluationBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CoverageBasis? Coverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CreditAmount? Price,
    bool ConsentNeeded,
    bool AcknowledgementNeeded,
    EvaluationOutcome Outcome,
    CreditAmount Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? Deadline,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Benefit? Granted,
    IReadOnlyList<string> Rules,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CaseRefusalBody? Refusal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Explanation
)
{
    /// <summary>An evaluation as its body.</summary>
    public static EvaluationBody Of(Evaluation evaluation) =>
        new(
            evaluation.Coverage,
            evaluation.CoveredUntil,
            evaluation.Price,
            evaluation.ConsentNeeded,
            evaluation.AcknowledgementNeeded,
            evaluation.Outcome,
            evaluation.Missing,
            evaluation.Deadline,
            evaluation.Granted,
            evaluation.Rules,
            CaseRefusalBody.Of(evaluation),
            ExplanationOf(evaluation)
        );

    private static string? ExplanationOf(Evaluation evaluation) =>
        evaluation.Priced is { } priced ? PriceSentences.Of(PriceFacts.Of(priced), ReaderClock.Utc)
        : evaluation.Refusal is { } refusal ? RefusalSentences.Of(refusal)
        : null;
}

/// <summary>Why a case is refused.</summary>
/// <param name="Code">The stable code, as in a problem.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Field">The case's field that it is about; null for none.</param>
internal sealed record CaseRefusalBody(
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Field
)
{
    /// <summary>An evaluation's refusal as its body.</summary>
    public static CaseRefusalBody? Of(Evaluation evaluation) =>
        evaluation.Refusal is { } refusal
            ? new(ProblemKind.Of(refusal.Code).Code, refusal.Detail, evaluation.Field)
            : null;
}
