using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Policy;

/// <summary>The support policy, which anyone may read.</summary>
internal static class PolicyEndpoints
{
    /// <summary>Adds <c>/policy</c> and <c>/enquiries</c>.</summary>
    public static void MapPolicy(this IEndpointRouteBuilder v1)
    {
        var policy = v1.MapGroup("/policy").WithTags("Policy");
        policy.MapGet("", View).AllowAnonymous().Produces<SupportPolicy>();
        policy.MapGetLater("/versions").RequireAuthorization(Rights.Lead);
        policy.MapPostLater("/versions").RequireAuthorization(Rights.Admin);
        policy.MapPostLater("/evaluations").RequireAuthorization(Rights.Lead);
        v1.MapPostLater("/enquiries").WithTags("Policy").AllowAnonymous();
    }

    private static Ok<SupportPolicy> View(ISupportPolicySource policy) => TypedResults.Ok(policy.Current);
}
