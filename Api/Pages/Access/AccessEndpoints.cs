using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Pages.Access;
using Tallydesk.Requests;

namespace Tallydesk.People;

/// <summary>The pages where people set a password: invitation, registration, forgotten password. Registration and reset answer the same for every address and look it up afterwards.</summary>
internal static class AccessEndpoints
{
    /// <summary>Adds the pages and what their forms are sent to.</summary>
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        open.MapGet("/registration", () => new RazorComponentResult<Registration>());
        open.MapPost("/registration", Register).RequireRateLimiting(RequestLimits.SignIn);
        open.MapGet("/password-reset", () => new RazorComponentResult<ForgottenPassword>());
        open.MapPost("/password-reset", Forget).RequireRateLimiting(RequestLimits.SignIn);
        foreach (var purpose in Enum.GetValues<LinkPurpose>())
        {
            open.MapGet(PersonLinks.PathOf(purpose), (string? proof) => Form(purpose, proof, wrong: null));
            open.MapPost(
                    PersonLinks.PathOf(purpose),
                    ([FromForm] string? proof, [FromForm] string? password, HttpContext http, AccessService service) =>
                        SetPasswordAsync(purpose, proof, password, http, service)
                )
                .RequireRateLimiting(RequestLimits.SignIn);
        }
    }

    private static RazorComponentResult<Registration> Register(
        [FromForm] string? license,
        [FromForm] string? email,
        Command command,
        LaterWork later
    )
    {
        later.Add(services => services.GetRequiredService<PeopleService>().RegisterAsync(command.Context, license, email));
        return Told<Registration>();
    }

    private static RazorComponentResult<ForgottenPassword> Forget(
        [FromForm] string? email,
        Command command,
        LaterWork later
    )
    {
        later.Add(services =>
            services.GetRequiredService<AccessService>().ForgetAsync(command.Actor, command.Context.Id.Value, email)
        );
        return Told<ForgottenPassword>();
    }

    private static async Task<IResult> SetPasswordAsync(
        LinkPurpose purpose,
        string? proof,
        string? password,
        HttpContext http,
        AccessService service
    ) =>
        await service.SetPasswordAsync(ActorClaims.ActorOf(http), purpose, proof, password) is { } wrong
            ? Form(purpose, proof, wrong)
            : TypedResults.LocalRedirect($"{SignInCookie.Path}?done=password");

    private static RazorComponentResult<NewPassword> Form(LinkPurpose purpose, string? proof, string? wrong) =>
        new(
            new
            {
                Action = PersonLinks.PathOf(purpose),
                IsFirst = purpose == LinkPurpose.Invitation,
                Proof = proof ?? "",
                Wrong = wrong,
            }
        )
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static RazorComponentResult<TPage> Told<TPage>()
        where TPage : Microsoft.AspNetCore.Components.IComponent => new(new { IsTold = true });
}
