using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Pages.Access;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;

namespace Tallydesk.People;

/// <summary>The page on which admins invite and disable people.</summary>
internal static class PeoplePage
{
    private const string Path = "/people";
    private const int Shown = 100;

    /// <summary>Adds the page and what its forms are sent to.</summary>
    public static void MapPeoplePage(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup(Path).RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        people.MapGet(
            "",
            (HttpContext http, string? after, PersonStore store) => ShowAsync(http, store, after ?? "", wrong: null)
        );
        people.MapPost("", InviteAsync).NeedsFreshProof(Path);
        people.MapPost("/{id}/{act}", ActAsync);
    }

    private static Task<IResult> InviteAsync(
        IFormCollection fields,
        HttpContext http,
        PeopleService service,
        PersonStore store
    )
    {
        var form = new PageForm(http, fields);
        return AnswerAsync(
            form,
            http,
            store,
            () =>
                service.InviteAsync(
                    form.Command(),
                    Giver.Of(http.User),
                    new(form.Text("email"), form.Text("name"), form.Choice<Role>("role"), form.Text("customerId"))
                )
        );
    }

    private static async Task<IResult> ActAsync(
        string id,
        string act,
        IFormCollection fields,
        HttpContext http,
        PeopleService service,
        PersonStore store
    )
    {
        var form = new PageForm(http, fields);
        Func<Task<Answer<PersonBody>>>? does = act switch
        {
            "invitation" => () => service.InviteAgainAsync(form.Command(), Giver.Of(http.User), id),
            "disabling" => () => service.DisableAsync(form.Command(), id),
            "enabling" => () => service.EnableAsync(form.Command(), Giver.Of(http.User), id),
            _ => null,
        };
        return does is null ? TypedResults.NotFound() : await AnswerAsync(form, http, store, does);
    }

    private static Task<IResult> AnswerAsync(
        PageForm form,
        HttpContext http,
        PersonStore store,
        Func<Task<Answer<PersonBody>>> act
    ) =>
        FormAnswer.OfAsync(
            form,
            act,
            _ => TypedResults.LocalRedirect(Path),
            refused => ShowAsync(http, store, "", refused.Detail)
        );

    private static async Task<IResult> ShowAsync(HttpContext http, PersonStore store, string after, string? wrong)
    {
        var found = await store.ListAsync(after, Shown + 1);
        var work = http.RequestServices.GetRequiredService<OpenWork>();
        return new RazorComponentResult<PeopleList>(
            new
            {
                Work = await work.CountAsync([.. found.Select(person => person.Id)]),
                Me = http.User.Actor()!,
                IsFresh = http.User.IsFreshAt(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()),
                People = found.Take(Shown).Select(PersonBody.Of).ToList(),
                Next = found.Length > Shown ? found[Shown - 1].Id : null,
                Wrong = wrong,
            }
        )
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
