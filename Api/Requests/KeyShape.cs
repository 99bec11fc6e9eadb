using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Requests;

/// <summary>Lets requests through whose <c>{id}</c> could be a key; others answer as what is absent does, and wake no grain.</summary>
/// <param name="prefix">The prefix of the keys.</param>
internal sealed class KeyShape(string prefix) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        KeyHash.IsOne(prefix, context.HttpContext.Request.RouteValues["id"] as string)
            ? await next(context)
            : Problem.NotFound;
}
