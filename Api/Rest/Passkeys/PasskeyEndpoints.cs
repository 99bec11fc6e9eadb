using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.People;

namespace Tallydesk.Passkeys;

/// <summary>What the sign-in page and the account's page send of passkeys.</summary>
internal static class PasskeyEndpoints
{
    private const string Json = "application/json";

    /// <summary>Adds the paths.</summary>
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        var open = pages
            .MapGroup($"{SignInCookie.Path}/passkey")
            .AllowAnonymous()
            .RequireRateLimiting(RequestLimits.SignIn);
        open.MapPost(
            "/options",
            async ([FromForm] string? _, HttpContext http, PasskeyService service) =>
                TypedResults.Text(await service.AskAsync(http), Json)
        );
        open.MapPost("", SignInAsync);

        var own = pages.MapGroup("/account/passkeys").RequireAuthorization(Rights.Anyone);
        own.MapPost("/options", AskAsync).RequireRateLimiting(RequestLimits.SignIn);
        own.MapPost("", AddAsync);
        own.MapPost("/{id}/removal", RemoveAsync).NeedsFreshProof("/account");
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? credential,
        [FromForm] string? returnUrl,
        HttpContext http,
        PasskeyService service
    )
    {
        var isIn = await service.SignInAsync(http, credential);
        return TypedResults.LocalRedirect(
            isIn ? SignInEndpoints.LocalOrHome(returnUrl) : $"{SignInCookie.Path}?done=passkey-wrong"
        );
    }

    private static async Task<IResult> AskAsync([FromForm] string? password, HttpContext http, PasskeyService service)
    {
        var (options, wrong) = await service.AskForNewAsync(http, password);
        return options is null ? TypedResults.UnprocessableEntity(wrong) : TypedResults.Text(options, Json);
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? credential,
        [FromForm] string? name,
        HttpContext http,
        PasskeyService service,
        AccountPages pages
    ) =>
        await service.AddAsync(http, credential, name)
            ? TypedResults.LocalRedirect("/account?done=passkey")
            : await pages.ShowAsync(http, done: "passkey-wrong");

    private static async Task<IResult> RemoveAsync(string id, [FromForm] string? _, HttpContext http, PasskeyService service)
    {
        await service.RemoveAsync(http, id);
        return TypedResults.LocalRedirect("/account");
    }
}
