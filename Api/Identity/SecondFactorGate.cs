using Tallydesk.Problems;

namespace Tallydesk.Identity;

/// <summary>Marks endpoints that are available before two-factor authentication is set up.</summary>
internal sealed class OpenBeforeSecondFactor;

/// <summary>Redirects people who must set up two-factor authentication to its page, and blocks everything else.</summary>
internal static class SecondFactorGate
{
    /// <summary>Where it is set up.</summary>
    public const string Path = "/account/second-factor";

    /// <summary>Adds the gate, behind authorization.</summary>
    public static void UseSecondFactorGate(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                var metadata = http.GetEndpoint()?.Metadata;
                if (
                    !http.User.LacksSecondFactor()
                    || metadata?.GetMetadata<OpenBeforeSecondFactor>() is not null
                    || metadata?.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null
                )
                {
                    return next(http);
                }

                if (HttpMethods.IsGet(http.Request.Method) && !SchemeChoice.IsHub(http.Request.Path))
                {
                    http.Response.Redirect(Path);
                    return Task.CompletedTask;
                }

                return Problem.Of(ProblemKind.Forbidden, "Set up two-factor authentication first.").ExecuteAsync(http);
            }
        );

    /// <summary>Opens an endpoint to them.</summary>
    public static TBuilder OpenBeforeSecondFactor<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenBeforeSecondFactor());
}
