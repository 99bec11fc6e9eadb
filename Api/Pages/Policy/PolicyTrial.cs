using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Amounts;
using Tallydesk.Display;
using Tallydesk.Evaluations;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Limits;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Policy;

/// <summary>The page on which leads try a change of the policy.</summary>
internal static class PolicyTrial
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    private static readonly string[] Kept =
    [
        "edition",
        "kind",
        "purchasedOn",
        "askedOn",
        "category",
        "credits",
        "from",
        "to",
        "balance",
        "change",
    ];

    /// <summary>Adds <c>/policy/trial</c>.</summary>
    public static void MapPolicyTrial(this IEndpointRouteBuilder policy)
    {
        var trial = policy.MapGroup("/trial").RequireAuthorization(Rights.Lead);
        trial.MapGet("", () => new RazorComponentResult<TrialPage>());
        trial
            .MapPost(
                "",
                (IFormCollection fields, HttpContext http, ISupportPolicySource source) =>
                    Page(new(http, fields), source)
            )
            .RequireRateLimiting(RequestLimits.Expensive);
        trial
            .MapPost(
                "/result",
                (IFormCollection fields, HttpContext http, ISupportPolicySource source) =>
                    new RazorComponentResult<TrialResult>(Try(new(http, fields), source))
            )
            .RequireRateLimiting(RequestLimits.Expensive);
    }

    private static RazorComponentResult<TrialPage> Page(PageForm form, ISupportPolicySource source)
    {
        var outcome = Try(form, source);
        RenderFragment result = builder =>
        {
            builder.OpenComponent<TrialResult>(0);
            builder.AddComponentParameter(1, nameof(TrialResult.Wrong), outcome[nameof(TrialResult.Wrong)]);
            builder.AddComponentParameter(2, nameof(TrialResult.Rows), outcome[nameof(TrialResult.Rows)]);
            builder.CloseComponent();
        };
        return new(new { Fields = Kept.ToDictionary(field => field, form.Text), Result = result });
    }

    private static Dictionary<string, object?> Try(PageForm form, ISupportPolicySource source)
    {
        try
        {
            var (now, then) = (source.Current, Changed(source.Current, form.Text("change")));
            var asked = CaseOf(form, now);
            return Outcome(null, RowsOf(EvaluationRules.Evaluate(now, asked), EvaluationRules.Evaluate(then, asked)));
        }
        catch (InvalidFieldException invalid)
        {
            return Outcome(FieldLabels.InPlaceOfName(invalid.Message, invalid.Field), []);
        }
    }

    private static SupportPolicy Changed(SupportPolicy policy, string? change)
    {
        if (change is null)
        {
            return policy;
        }

        try
        {
            var patched = PolicyDocument.Patch(policy, JsonElement.Parse(change));
            return patched.Ok ? patched.Value : throw new InvalidFieldException("change", patched.Refusal.Detail);
        }
        catch (JsonException)
        {
            throw new InvalidFieldException("change", "The policy change is not valid JSON.");
        }
    }

    private static EvaluationCase CaseOf(PageForm form, SupportPolicy policy)
    {
        var category = Given.Value(form.Choice<Category>("category"), "category");
        var asked = Given.Value(Given.OptionalDate(form.Text("askedOn"), "askedOn"), "askedOn");
        return new(
            form.Words("edition"),
            Given.Value(form.Choice<LicenseKind>("kind"), "kind"),
            new DateTimeOffset(asked, TimeOnly.FromTimeSpan(Noon), policy.Calendar.UtcOffset),
            category
        )
        {
            PurchasedOn = Given.OptionalDate(form.Text("purchasedOn"), "purchasedOn"),
            Credits = category == Category.ComplexModification ? form.Credits("credits") : null,
            Upgrade = category == Category.Upgrade ? new(form.Words("from"), form.Words("to")) : null,
            Balance = form.Credits("balance") ?? CreditAmount.Zero,
        };
    }

    private static IReadOnlyList<(string, string, string)> RowsOf(Evaluation now, Evaluation then) =>
        [
            .. new (string Word, Func<Evaluation, string> Text)[]
            {
                ("Outcome", one => one.Refusal?.Detail ?? Words.Of(one.Outcome)),
                ("Coverage", one => one.Coverage is { } coverage ? Words.OfCoverage(coverage) : ""),
                ("Covered until", one => End(one.CoveredUntil)),
                ("Price", one => one.Price is { } price ? Words.Credits(price.Value) : ""),
                ("Missing credits", one => one.Missing > CreditAmount.Zero ? Words.Credits(one.Missing.Value) : ""),
                ("Response due", one => Instant(one.Deadline)),
                ("Rules", one => string.Join(", ", one.Rules)),
            }
                .Select(row => (row.Word, Now: row.Text(now), Then: row.Text(then)))
                .Where(row => row.Now.Length + row.Then.Length > 0),
        ];

    /// <summary>The last minute of what ends at midnight, else the end itself.</summary>
    private static string End(DateTimeOffset? end) =>
        Instant(end is { } at && at.TimeOfDay == TimeSpan.Zero ? at.AddTicks(-1) : end);

    private static string Instant(DateTimeOffset? instant) =>
        instant?.ToString("d MMM yyyy HH:mm zzz", CultureInfo.InvariantCulture) ?? "";

    private static Dictionary<string, object?> Outcome(string? wrong, IReadOnlyList<(string, string, string)> rows) =>
        new() { [nameof(TrialResult.Wrong)] = wrong, [nameof(TrialResult.Rows)] = rows };
}
