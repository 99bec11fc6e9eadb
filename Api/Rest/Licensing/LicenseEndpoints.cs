using Tallydesk.Attachments;
using Tallydesk.Batches;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Licensing;

/// <summary>Licenses: registered by admins and the vendor's programs, seen by their owner and staff.</summary>
internal static class LicenseEndpoints
{
    /// <summary>Adds <c>/licenses</c> within one customer.</summary>
    public static void MapLicensesOf(this RouteGroupBuilder customer)
    {
        var licenses = customer.MapGroup("/licenses").WithTags("Licenses");
        licenses.MapPost("", RegisterAsync).InBatches("customer").Produces<LicenseBody>(StatusCodes.Status201Created);
        licenses.MapGet("", ListAsync).Produces<ListBody<LicenseBody>>();
    }

    /// <summary>Adds <c>/licenses/{number}</c>.</summary>
    public static void MapLicenses(this IEndpointRouteBuilder v1)
    {
        var license = v1.MapGroup("/licenses/{number}").WithTags("Licenses");
        license.MapGet("", ViewAsync).RequireAuthorization(Rights.Anyone).Produces<LicenseBody>();
        v1.MapGroup("/licenses/{number}").WithTags("Tickets").MapAttachmentsOf();
        var changes = license.MapGroup("").RequireAuthorization(Rights.AdminOrSystem);
        changes
            .MapPost("/revocation", RevokeAsync)
            .WithSummary(
                "Revokes the license. Its support period or VIP care ends, and its unspent credits are voided."
            )
            .Produces<LicenseBody>();
        changes
            .MapPost("/care", BuyCareAsync)
            .WithSummary(
                "Reports a purchase of VIP care. Refused with care_not_sold if the edition's plan doesn't include it."
            )
            .Produces<LicenseBody>();
        changes
            .MapPost("/period", BuyPeriodAsync)
            .WithSummary(
                "Reports a purchase of a support period. Refused with period_not_sold if the edition's plan doesn't include one."
            )
            .Produces<LicenseBody>();
        changes
            .MapPost("/upgrade-subscription", ChangeUpgradeSubscriptionAsync)
            .WithSummary("Starts, renews or ends the upgrade subscription.")
            .Produces<LicenseBody>();
    }

    private static async Task<IResult> RegisterAsync(
        string customer,
        NewLicense body,
        Command command,
        IGrainFactory grains
    )
    {
        var registered = await grains
            .GetGrain<ICustomerGrain>(customer)
            .RegisterLicenseAsync(command.Context, body.ToCommand());
        return registered.Created(LicenseBody.Of, license => $"/v1/licenses/{license.Number}");
    }

    private static async Task<IResult> ListAsync(string customer, PageRequest page, LicenseQueries licenses)
    {
        var rows = await licenses.PageAsync(customer, page.Limit + 1, page.AfterPlace());
        return TypedResults.Ok(page.Of(rows, LicenseBody.Of));
    }

    private static async Task<IResult> ViewAsync(
        string number,
        Caller caller,
        IGrainFactory grains,
        HttpResponse response
    )
    {
        if (!LicenseNumber.TryParse(number, out var license))
        {
            return Problem.NotFound;
        }

        var view = await License(grains, license).ViewAsync(caller.Actor);
        return Versioned(view, response);
    }

    private static async Task<IResult> RevokeAsync(
        string number,
        NewRevocation body,
        Command command,
        IGrainFactory grains,
        HttpResponse response
    )
    {
        if (!LicenseNumber.TryParse(number, out var license))
        {
            return Problem.NotFound;
        }

        var revocation = body.ToCommand(license);
        var view = await License(grains, license).ViewAsync(command.Actor);
        if (!view.Ok)
        {
            return Problem.Of(view.Refusal);
        }

        var revoked = await grains
            .GetGrain<ICustomerGrain>(view.Value.Customer.Value)
            .RevokeLicenseAsync(command.Context, revocation);
        return Versioned(revoked, response);
    }

    private static Task<IResult> BuyCareAsync(
        string number,
        NewCare body,
        Command command,
        IGrainFactory grains,
        HttpResponse response
    ) => ChangeAsync(number, grains, response, license => license.BuyCoverageAsync(command.Context, body.ToCommand()));

    private static Task<IResult> BuyPeriodAsync(
        string number,
        NewPeriod body,
        Command command,
        IGrainFactory grains,
        HttpResponse response
    ) => ChangeAsync(number, grains, response, license => license.BuyCoverageAsync(command.Context, body.ToCommand()));

    private static Task<IResult> ChangeUpgradeSubscriptionAsync(
        string number,
        NewUpgradeSubscription body,
        Command command,
        IGrainFactory grains,
        HttpResponse response
    ) =>
        ChangeAsync(
            number,
            grains,
            response,
            license => license.ChangeUpgradeSubscriptionAsync(command.Context, body.ToCommand())
        );

    private static async Task<IResult> ChangeAsync(
        string number,
        IGrainFactory grains,
        HttpResponse response,
        Func<ILicenseGrain, Task<Answer<LicenseView>>> change
    ) =>
        LicenseNumber.TryParse(number, out var license)
            ? Versioned(await change(License(grains, license)), response)
            : Problem.NotFound;

    private static IResult Versioned(Answer<LicenseView> answer, HttpResponse response) =>
        answer.Versioned(response, license => license.Version, LicenseBody.Of);

    private static ILicenseGrain License(IGrainFactory grains, LicenseNumber number) =>
        grains.GetGrain<ILicenseGrain>(number.GrainKey);
}
