using System.Collections.Immutable;
using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>Who calls, and their own tokens.</summary>
internal static class MyEndpoints
{
    /// <summary>Adds <c>/me</c>.</summary>
    public static void MapMe(this IEndpointRouteBuilder v1)
    {
        var me = v1.MapGroup("/me").WithTags("Me").RequireAuthorization(Rights.Anyone);
        me.MapGet("", View).Produces<MeBody>().WithSummary("Returns the owner of this token and what it can do.");
        me.MapGet("/tokens", ListAsync).Produces<ListBody<TokenBody>>();
        me.MapPost("/tokens", MakeAsync)
            .Produces<MadeToken>(StatusCodes.Status201Created)
            .WithSummary(
                "Creates a token for yourself. It can't have more rights or a longer lifetime than the token you use."
            )
            .WithDescription(
                "It acts as its owner and stops working when the owner loses access. It expires after 90 days unless you set "
                    + "expiresAt, at most a year ahead."
            );
        me.MapPost("/tokens/{id}/revocation", RevokeAsync)
            .Produces<TokenBody>()
            .WithSummary(
                "Revokes one of your own tokens and everything created with it. Set keepMade to keep what was created with it."
            );
    }

    private static JsonAnswer<MeBody> View(Caller caller, HttpContext http) =>
        new(
            StatusCodes.Status200OK,
            new(
                caller.Actor.Id,
                caller.Actor.Name,
                caller.Actor.Role,
                caller.Actor.Customer?.Value,
                http.User.Scopes(),
                http.User.ExpiresAt()
            )
        );

    private static async Task<IResult> ListAsync(PageRequest page, Caller caller, TokenStore store)
    {
        var tokens = await store.ListOfAsync(caller.Actor.Id, page.After ?? "", page.Limit + 1);
        return TypedResults.Ok(page.Of(tokens, TokenBody.Of, token => token.Id));
    }

    private static async Task<IResult> MakeAsync(
        NewOwnToken body,
        Command command,
        TokenService service,
        HttpContext http
    )
    {
        var made = await service.MakeOwnAsync(
            command.Context,
            Giver.Of(http.User),
            SchemeChoice.TokenOf(http.Request),
            body
        );
        return made.Created(token => token);
    }

    private static async Task<IResult> RevokeAsync(
        string id,
        TokenRevocation? body,
        Command command,
        TokenService service
    )
    {
        var revoked = await service.RevokeOwnAsync(command.Context, id, body?.KeepMade == true);
        return revoked.Ok(token => token);
    }
}

/// <summary>Who calls.</summary>
/// <param name="Id">The actor's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="CustomerId">The customer whom a customer acts for.</param>
/// <param name="Scopes">What the token may do below its role; absent for all of it.</param>
/// <param name="ExpiresAt">When the token expires; absent if it does not.</param>
internal sealed record MeBody(
    string Id,
    string Name,
    Role Role,
    string? CustomerId,
    ImmutableArray<string>? Scopes,
    DateTimeOffset? ExpiresAt
);
