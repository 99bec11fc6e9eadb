using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Evaluations;

/// <summary>What-if: what the policy, or a change to it, makes of cases. Nothing is touched.</summary>
internal static class EvaluationEndpoints
{
    private const int LargestBody = 4 << 20;

    /// <summary>Adds <c>/policy/evaluations</c>.</summary>
    public static void MapEvaluations(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/policy/evaluations", EvaluateAsync)
            .WithTags("Policy")
            .ReadsOnly()
            .RequireRateLimiting(RequestLimits.Expensive)
            .RequireAuthorization(Rights.Lead)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody))
            .Accepts<NewEvaluations>("application/json")
            .Produces<EvaluationsBody>()
            .WithSummary("Simulates up to 1,000 cases under the current policy, or under a change to it that you send.")
            .WithDescription(
                "Nothing is saved. An invalid case, or a case that a rule refuses, has the refusal as its result. A "
                    + "request without a list of cases, or a change that results in an invalid policy, is rejected as a whole."
            );

    private static async Task<IResult> EvaluateAsync(
        HttpRequest request,
        ISupportPolicySource source,
        IOptions<JsonOptions> json
    )
    {
        var (patch, cases) = EvaluationReader.Read(await JsonBody.ReadObjectAsync(request));
        var policy = patch is { } change ? PolicyDocument.Patch(source.Current, change) : source.Current;
        if (!policy.Ok)
        {
            var field = policy.Refusal.Facts.Single(fact => fact.Name == "field").Text;
            return Problem.OfField(field is { Length: > 0 } ? $"policy.{field}" : "policy", policy.Refusal.Detail);
        }

        var options = json.Value.SerializerOptions;
        return policy.Ok(changed => new EvaluationsBody(
            changed.Version,
            [
                .. cases.Select(
                    (sent, index) => EvaluationBody.Of(EvaluationReader.Evaluate(changed, sent, index, options))
                ),
            ]
        ));
    }
}
