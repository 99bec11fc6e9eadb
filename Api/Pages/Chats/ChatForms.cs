using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Chats;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Pages.Chats;

/// <summary>The pages of live chats, and what their forms are sent to.</summary>
internal static class ChatForms
{
    /// <summary>Adds <c>/chats</c>.</summary>
    public static void MapChatPages(this IEndpointRouteBuilder pages)
    {
        var chats = pages.MapGroup("/chats").RequireAuthorization(Rights.CustomerOrStaff);
        chats.MapGet("", () => new RazorComponentResult<ChatListPage>());
        chats.MapPost("", StartAsync).RequireAuthorization(Rights.Customer);
        chats.MapGet("/{id}", (string id) => new RazorComponentResult<ChatPage>(new { Id = id }));
        chats.MapPost("/{id}/{act}", ActAsync);
    }

    private static Task<IResult> StartAsync(IFormCollection fields, HttpContext http, ChatActs acts)
    {
        var form = new PageForm(http, fields);
        return FormAnswer.OfAsync(
            form,
            () => acts.StartAsync(form.Command(), new(form.Text("license"), form.Text("body"))),
            started =>
                TypedResults.LocalRedirect(
                    started.Ticket is { } ticket ? $"/tickets/{ticket}" : $"/chats/{started.Id}"
                ),
            refused => List(form, refused.Detail)
        );
    }

    private static async Task<IResult> ActAsync(
        string id,
        string act,
        IFormCollection fields,
        HttpContext http,
        ChatActs acts
    )
    {
        var form = new PageForm(http, fields);
        Func<Task<Answer<ChatReceipt>>>? does = act switch
        {
            "messages" => () => acts.SayAsync(form.Command(), id, new(form.Text("body"))),
            "taking" => () => acts.TakeAsync(form.Command(), id),
            "closing" => () => acts.CloseAsync(form.Command(), id),
            "ticket" => () =>
                acts.MakeTicketAsync(
                    form.Command(),
                    id,
                    new(form.Text("subject"), form.Choice<Category>("category"), MessageId: null)
                ),
            _ => null,
        };
        return does is null
            ? TypedResults.NotFound()
            : await FormAnswer.OfAsync(
                form,
                does,
                _ => TypedResults.LocalRedirect($"/chats/{id}"),
                refused => Page(id, form, refused.Why())
            );
    }

    private static RazorComponentResult<ChatListPage> List(PageForm form, string wrong) =>
        new(
            new
            {
                Wrong = wrong,
                Typed = form.Text("body"),
                License = form.Text("license"),
            }
        )
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };

    private static RazorComponentResult<ChatPage> Page(string id, PageForm form, string? wrong) =>
        new(
            new
            {
                Id = id,
                Wrong = wrong,
                Typed = form.Text("body"),
            }
        )
        {
            StatusCode = wrong is null ? null : StatusCodes.Status422UnprocessableEntity,
        };
}
