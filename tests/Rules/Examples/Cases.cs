using System.Globalization;
using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Examples;

/// <summary>Examples that are cases to evaluate.</summary>
internal static class Cases
{
    /// <summary>A question on a first license of an edition, bought on Sunday, 1 March 2026, 15:00, with 1,000 credits there.</summary>
    internal static EvaluationCase Of(string edition, string askedAt = "2026-03-10 10:00") =>
        new(edition, LicenseKind.First, At(askedAt), Category.Question)
        {
            PurchasedAt = At("2026-03-01 15:00"),
            Balance = new(1_000),
        };

    /// <summary>An upgrade of a license that brought credits.</summary>
    internal static EvaluationCase Upgrade(string from, string to) =>
        Of("CS-Cart") with
        {
            Category = Category.Upgrade,
            Upgrade = new(from, to),
        };

    /// <summary>An example of a case.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="told">The example in words.</param>
    /// <param name="asked">The case.</param>
    /// <param name="expected">What is looked at, as <c>name=value</c> one after the other: see <see cref="Read"/>.</param>
    /// <param name="change">A change to the policy that the example is about.</param>
    internal static Example Example(
        string rule,
        string told,
        EvaluationCase asked,
        string expected,
        Func<SupportPolicy, SupportPolicy>? change = null
    )
    {
        var names = expected.Split(' ').Select(pair => pair.Split('=')[0]).ToArray();
        return new(rule, told, Look, expected);

        string Look(SupportPolicy policy)
        {
            var evaluation = EvaluationRules.Evaluate(change?.Invoke(policy) ?? policy, asked);
            return string.Join(' ', names.Select(name => $"{name}={Read(evaluation, name)}"));
        }
    }

    private static string Read(Evaluation evaluation, string name) =>
        name switch
        {
            "credits" => Text(evaluation.Granted?.Credits),
            "days" => Text(evaluation.Granted?.PeriodDays),
            "years" => Text(evaluation.Granted?.CareYears),
            "payer" => Text(evaluation.Coverage),
            "until" => Text(evaluation.CoveredUntil),
            "price" => Text(evaluation.Price),
            "consent" => Text(evaluation.ConsentNeeded),
            "acknowledge" => Text(evaluation.AcknowledgementNeeded),
            "outcome" => Text(evaluation.Outcome),
            "missing" => Text(evaluation.Missing),
            "due" => Text(evaluation.Deadline),
            "refused" => Text(evaluation.Refusal?.Code),
            "field" => Text(evaluation.Field),
            "rules" => string.Join('+', evaluation.Rules),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such part of an evaluation."),
        };

    private static string Text<T>(T? value) =>
        value switch
        {
            null => "none",
            DateTimeOffset { Second: 0 } instant => instant.ToString(
                "yyyy-MM-dd'T'HH:mm",
                CultureInfo.InvariantCulture
            ),
            DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
}
