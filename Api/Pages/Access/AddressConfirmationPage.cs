using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Pages.Access;

namespace Tallydesk.Customers;

/// <summary>The page of a link that confirms an address. Following the link changes nothing: programs that read mails follow links too.</summary>
internal static class AddressConfirmationPage
{
    /// <summary>Adds the page and what its form is sent to.</summary>
    public static void MapAddressConfirmation(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup(AddressConfirmation.Path).AllowAnonymous().ExcludeFromDescription();
        page.MapGet("", (string? proof) => new RazorComponentResult<ConfirmAddress>(new { Proof = proof ?? "" }));
        page.MapPost("", ConfirmAsync).RequireRateLimiting(RequestLimits.SignIn);
    }

    private static async Task<IResult> ConfirmAsync(
        [FromForm] string? proof,
        HttpContext http,
        AddressConfirmation addresses
    )
    {
        var isConfirmed = await addresses.ConfirmAsync(ActorClaims.ActorOf(http), proof);
        return new RazorComponentResult<ConfirmAddress>(new { Proof = proof ?? "", IsConfirmed = isConfirmed })
        {
            StatusCode = isConfirmed ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
