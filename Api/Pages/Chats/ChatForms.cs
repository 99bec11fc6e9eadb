using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Chats;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Requests;

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

    private static async Task<IResult> StartAsync(IFormCollection fields, HttpContext http, IGrainFactory grains)
    {
        var form = new PageForm(http, fields);
        var command = form.Command();
        return await FormAnswer.OfAsync(
            form,
            () =>
                grains
                    .GetGrain<IChatGrain>(ChatId.For(command.Id).Value)
                    .StartAsync(command, new(Given.License(form.Text("license"), "license"), form.Words("body"))),
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
        IGrainFactory grains
    )
    {
        var form = new PageForm(http, fields);
        if (!KeyHash.IsOne(ChatId.Prefix, id))
        {
            return Page(id, form, wrong: null);
        }

        var chat = grains.GetGrain<IChatGrain>(id);
        Func<Task<Answer<ChatReceipt>>>? does = act switch
        {
            "messages" => () => chat.SayAsync(form.Command(), new(form.Words("body"))),
            "taking" => () => chat.TakeAsync(form.Command()),
            "closing" => () => chat.CloseAsync(form.Command()),
            "ticket" => () =>
                chat.MakeTicketAsync(
                    form.Command(),
                    new(form.Words("subject"), form.Choice<Category>("category"), Message: null)
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
