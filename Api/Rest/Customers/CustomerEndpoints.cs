using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Customers;

/// <summary>Customers, for staff and the vendor's programs; a customer sees and changes itself.</summary>
internal static class CustomerEndpoints
{
    /// <summary>Adds <c>/customers</c>.</summary>
    /// <returns>The group below one customer, for what belongs to it.</returns>
    public static RouteGroupBuilder MapCustomers(this IEndpointRouteBuilder v1)
    {
        var customers = v1.MapGroup("/customers").WithTags("Customers").RequireAuthorization(Rights.Anyone);
        customers
            .MapPost("", CreateAsync)
            .RequireAuthorization(Rights.StaffOrSystem)
            .Produces<CustomerBody>(StatusCodes.Status201Created);
        customers.MapGet("", ListAsync).Produces<ListBody<CustomerBody>>();

        var customer = customers.MapGroup($"/{{{CustomerAccess.RouteValue}}}").AddEndpointFilter<CustomerAccess>();
        customer.MapGet("", ViewAsync).Produces<CustomerBody>();
        customer
            .MapPatch("", ChangeAsync)
            .Produces<CustomerBody>()
            .WithSummary("Updates a customer.")
            .WithDescription(
                "A new email address takes effect immediately when an admin or a system token sets it. Otherwise it is "
                    + "kept as unconfirmedEmail until its owner confirms it with the link in the email."
            );
        return customer;
    }

    private static async Task<IResult> CreateAsync(NewCustomer body, Command command, IGrainFactory grains)
    {
        var id = CustomerId.For(command.Context.Id);
        var created = await Customer(grains, id.Value).CreateAsync(command.Context, body.ToCommand());
        return created.Created(CustomerBody.Of, view => $"/v1/customers/{view.Id}");
    }

    private static async Task<IResult> ListAsync(PageRequest page, Caller caller, CustomerQueries customers)
    {
        var rows = await customers.PageAsync(caller.Actor.Customer?.Value, page.Limit + 1, page.AfterPlace());
        return TypedResults.Ok(page.Of(rows, CustomerBody.Of));
    }

    private static async Task<IResult> ViewAsync(
        string customer,
        Caller caller,
        IGrainFactory grains,
        HttpResponse response
    )
    {
        var view = await Customer(grains, customer).ViewAsync(caller.Actor);
        return view.Versioned(response, found => found.Version, CustomerBody.Of);
    }

    private static async Task<IResult> ChangeAsync(
        string customer,
        CustomerChanges body,
        Command command,
        IGrainFactory grains,
        AddressConfirmation addresses,
        HttpResponse response
    )
    {
        var changed = await Customer(grains, customer).ChangeAsync(command.Context, body.ToCommand());
        if (changed.Ok && body.Email is not null)
        {
            await addresses.AskAsync(changed.Value);
        }

        return changed.Versioned(response, view => view.Version, CustomerBody.Of);
    }

    private static ICustomerGrain Customer(IGrainFactory grains, string id) => grains.GetGrain<ICustomerGrain>(id);
}
