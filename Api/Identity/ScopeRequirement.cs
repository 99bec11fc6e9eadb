using Microsoft.AspNetCore.Authorization;

namespace Tallydesk.Identity;

/// <summary>Asks that the caller's token has the scope of the endpoint; what has no scopes may do all that its role may.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (
            context.User.Scopes() is not { } held
            || (
                context.Resource is HttpContext http
                && http.GetEndpoint() is { } endpoint
                && Scopes.Allow(held, Scopes.NeededBy(endpoint, http.Request.Method))
            )
        )
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
