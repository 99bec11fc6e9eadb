using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Licensing;

/// <summary>Licenses: registered by admins and the vendor's programs, seen by their owner and staff.</summary>
internal static class LicenseEndpoints
{
    /// <summary>Adds <c>/licenses</c> within one customer.</summary>
    public static void MapLicensesOf(this RouteGroupBuilder customer)
    {
        var licenses = customer.MapGroup("/licenses").WithTags("Licenses");
        licenses.MapPost("", RegisterAsync).Produces<LicenseBody>(StatusCodes.Status201Created);
        licenses.MapGet("", ListAsync).Produces<ListBody<LicenseBody>>();
    }

    /// <summary>Adds <c>/licenses/{number}</c>.</summary>
    public static void MapLicenses(this IEndpointRouteBuilder v1)
    {
        var license = v1.MapGroup("/licenses/{number}").WithTags("Licenses");
        license.MapGet("", ViewAsync).RequireAuthorization(Rights.Anyone).Produces<LicenseBody>();
        foreach (var later in (string[])["/revocation", "/upgrade-subscription", "/care", "/period"])
        {
            license.MapPostLater(later).RequireAuthorization(Rights.AdminOrSystem);
        }
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

    private static async Task<IResult> ListAsync(string customer, Page page, IJournalReader journal)
    {
        var cards = await journal.ListCardsAsync(
            new CardQuery("license", page.Limit + 1) { Customer = customer, After = page.AfterCard() }
        );
        return TypedResults.Ok(page.OfCards<LicenseView, LicenseBody>(cards, LicenseBody.Of));
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

        var view = await grains.GetGrain<ILicenseGrain>(license.GrainKey).ViewAsync(caller.Actor);
        return view.Versioned(response, found => found.Version, LicenseBody.Of);
    }
}
