using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>Tokens, for admins.</summary>
internal static class TokenEndpoints
{
    /// <summary>Adds <c>/tokens</c>.</summary>
    public static void MapTokens(this IEndpointRouteBuilder v1)
    {
        var tokens = v1.MapGroup("/tokens").WithTags("Tokens").RequireAuthorization(Rights.Admin);
        tokens.MapPost("", MakeAsync).Produces<MadeToken>(StatusCodes.Status201Created);
        tokens.MapGet("", ListAsync).Produces<ListBody<TokenBody>>();
        tokens
            .MapPost("/{id}/revocation", RevokeAsync)
            .Produces<TokenBody>()
            .WithSummary(
                "Revokes a token and everything created with it. Set keepMade to keep what was created with it."
            );
    }

    private static async Task<IResult> MakeAsync(NewToken body, Command command, TokenService service, HttpContext http)
    {
        var made = await service.MakeAsync(
            command.Context,
            Giver.Of(http.User),
            SchemeChoice.TokenOf(http.Request),
            body
        );
        return made.Created(token => token);
    }

    private static async Task<IResult> ListAsync(PageRequest page, TokenStore store)
    {
        var tokens = await store.ListAsync(page.After ?? "", page.Limit + 1);
        return TypedResults.Ok(page.Of(tokens, TokenBody.Of, token => token.Id));
    }

    private static async Task<IResult> RevokeAsync(
        string id,
        TokenRevocation? body,
        Command command,
        TokenService service
    )
    {
        var revoked = await service.RevokeAsync(command.Context, id, body?.KeepMade == true);
        return revoked.Ok(token => token);
    }
}
