using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Hours;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Policy;

/// <summary>The support policy, which anyone may read, and its versions.</summary>
internal static class PolicyEndpoints
{
    /// <summary>Adds <c>/policy</c>.</summary>
    public static void MapPolicy(this IEndpointRouteBuilder v1)
    {
        var policy = v1.MapGroup("/policy").WithTags("Policy");
        policy
            .MapGet("", View)
            .AllowAnonymous()
            .Produces<SupportPolicy>()
            .WithSummary(
                "Returns the current policy: prices, plans, support hours, purchase options and other places to get help."
            );
        policy
            .MapGet("/hours", Hours)
            .AllowAnonymous()
            .Produces<SupportHoursBody>()
            .WithSummary("Returns the support hours of a business day in any IANA time zone.");
        policy
            .MapGet("/versions", ListAsync)
            .RequireAuthorization(Rights.Lead)
            .Produces<PolicyVersionList>()
            .WithSummary("Lists all versions of the policy and says which one is current.");
        policy
            .MapPost("/versions", AdoptAsync)
            .RequireAuthorization(Rights.Admin)
            .Accepts<SupportPolicy>("application/json")
            .Produces<PolicyVersionView>(StatusCodes.Status201Created)
            .WithSummary("Publishes a new policy version. All assessments from then on use it.")
            .WithDescription(
                "Send the complete document. The version is in force when you get the response; a process that can't be reached switches within five seconds. "
                    + "Earlier assessments keep their version. The format of numbers, the order of fields and whitespace don't matter. "
                    + "A version name always refers to the same content. To restore an earlier version, send it again."
            );
        policy
            .MapGet("/versions/{version}", VersionAsync)
            .RequireAuthorization(Rights.Anyone)
            .Produces<SupportPolicy>()
            .WithSummary("Returns the document of any version, current or not.");
    }

    private static Ok<SupportPolicy> View(ISupportPolicySource policy) => TypedResults.Ok(policy.Current);

    /// <param name="zone">The zone's IANA name, such as <c>Asia/Tokyo</c>.</param>
    /// <param name="on">The date where the vendor is, such as <c>2026-07-01</c>; today when absent.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="time">The clock.</param>
    private static IResult Hours(string? zone, string? on, ISupportPolicySource policy, TimeProvider time)
    {
        var calendar = policy.Current.Calendar;
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(calendar.UtcOffset).Date);
        var name = Given.Text(zone, "zone");
        var day = SupportHours.In(calendar, name, Given.OptionalDate(on, "on") ?? today);
        return day.Ok(hours => SupportHoursBody.Of(name, hours));
    }

    private static async Task<IResult> ListAsync(Caller caller, IGrainFactory grains)
    {
        var versions = await Grain(grains).VersionsAsync(caller.Actor);
        return versions.Ok(list => list);
    }

    private static async Task<IResult> VersionAsync(string version, Caller caller, IGrainFactory grains)
    {
        var policy = await Grain(grains).VersionAsync(caller.Actor, version);
        return policy.Ok(found => found);
    }

    private static async Task<IResult> AdoptAsync(
        HttpRequest request,
        Command command,
        IGrainFactory grains,
        SupportPolicyCache cache
    )
    {
        var document = await JsonBody.ReadObjectAsync(request);
        var policy = PolicyDocument.Parse(document.GetRawText());
        if (!policy.Ok)
        {
            return Problem.Of(policy.Refusal);
        }

        var adopted = await Grain(grains).AdoptAsync(command.Context, policy.Value);
        if (adopted.Ok)
        {
            // The silos have been notified; the next request to this process must see it, too.
            await cache.RefreshAsync();
        }

        return adopted.Created(version => version, version => $"/v1/policy/versions/{version.Version}");
    }

    private static ISupportPolicyGrain Grain(IGrainFactory grains) =>
        grains.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);
}
