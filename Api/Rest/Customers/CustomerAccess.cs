using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Customers;

/// <summary>Lets requests below <c>/customers/{customer}</c> through to customers who exist and are the caller's to see; all others answer the same 404.</summary>
internal sealed class CustomerAccess(KnownCustomers customers) : IEndpointFilter
{
    /// <summary>The route value that names the customer.</summary>
    public const string RouteValue = "customer";

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var id = http.Request.RouteValues[RouteValue] as string;
        return id is not null && Caller.Of(http).Actor.Sees(new CustomerId(id)) && await customers.ExistsAsync(id)
            ? await next(context)
            : Problem.NotFound;
    }
}
