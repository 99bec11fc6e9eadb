using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.People;

/// <summary>People over the programming interface: invited, disabled, given another role. Admins; the vendor's programs invite customers.</summary>
internal static class PersonEndpoints
{
    /// <summary>Adds <c>/users</c>.</summary>
    public static void MapUsers(this IEndpointRouteBuilder v1)
    {
        var users = v1.MapGroup("/users").WithTags("Users").RequireAuthorization(Rights.Admin);
        v1.MapPost("/users", InviteAsync)
            .WithTags("Users")
            .RequireAuthorization(Rights.AdminOrSystem)
            .Produces<PersonBody>(StatusCodes.Status201Created)
            .WithSummary(
                "Invites a person by email. Only admins can invite staff; system tokens can invite customers too."
            );
        users.MapGet("", ListAsync).Produces<ListBody<PersonBody>>();

        var user = users.MapGroup("/{id}");
        user.MapGet("", ViewAsync).Produces<PersonBody>();
        user.MapPost("/invitation", InviteAgainAsync)
            .Produces<PersonBody>()
            .WithSummary("Sends a new invitation link. The previous link stops working.");
        user.MapPost("/disabling", DisableAsync)
            .Produces<PersonBody>()
            .WithSummary("Disables a person: they can't sign in, and their sessions and tokens end.");
        user.MapPost("/enabling", EnableAsync).Produces<PersonBody>();
        user.MapPost("/role", ChangeRoleAsync)
            .Produces<PersonBody>()
            .WithSummary("Changes the role of a staff member.");
    }

    private static async Task<IResult> InviteAsync(
        NewPerson body,
        Command command,
        PeopleService service,
        HttpContext http
    )
    {
        var invited = await service.InviteAsync(command.Context, Giver.Of(http.User), body);
        return invited.Created(person => person, person => $"/v1/users/{person.Id}");
    }

    private static async Task<IResult> ListAsync(PageRequest page, PersonStore people)
    {
        var found = await people.ListAsync(page.After ?? "", page.Limit + 1);
        return TypedResults.Ok(page.Of(found, PersonBody.Of, person => person.Id));
    }

    private static async Task<IResult> ViewAsync(string id, PersonStore people) =>
        await people.FindByIdAsync(id, default) is { } person
            ? new JsonAnswer<PersonBody>(StatusCodes.Status200OK, PersonBody.Of(person))
            : Problem.NotFound;

    private static async Task<IResult> InviteAgainAsync(
        string id,
        Command command,
        PeopleService service,
        HttpContext http
    ) => (await service.InviteAgainAsync(command.Context, Giver.Of(http.User), id)).Ok(person => person);

    private static async Task<IResult> DisableAsync(string id, Command command, PeopleService service) =>
        (await service.DisableAsync(command.Context, id)).Ok(person => person);

    private static async Task<IResult> EnableAsync(
        string id,
        Command command,
        PeopleService service,
        HttpContext http
    ) => (await service.EnableAsync(command.Context, Giver.Of(http.User), id)).Ok(person => person);

    private static async Task<IResult> ChangeRoleAsync(
        string id,
        NewRole body,
        Command command,
        PeopleService service,
        HttpContext http
    ) => (await service.ChangeRoleAsync(command.Context, Giver.Of(http.User), id, body)).Ok(person => person);
}
