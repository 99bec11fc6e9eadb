using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.CannedReplies;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;

namespace Tallydesk.Pages.CannedReplies;

/// <summary>The page of canned replies: staff read it, leads keep it.</summary>
internal static class CannedReplyForms
{
    private const string Path = "/canned-replies";

    /// <summary>Adds the page and what its forms are sent to.</summary>
    public static void MapCannedReplyPages(this IEndpointRouteBuilder pages)
    {
        var replies = pages.MapGroup(Path).RequireAuthorization(Rights.Staff);
        replies.MapGet("", () => new RazorComponentResult<CannedRepliesPage>());
        replies
            .MapPost(
                "",
                (IFormCollection fields, HttpContext http, CannedReplyActs acts) =>
                    DoAsync(
                        new(http, fields),
                        form => acts.SaveAsync(form.Command(), new(form.Text("title"), form.Text("body")))
                    )
            )
            .RequireAuthorization(Rights.Lead);
        replies
            .MapPost(
                "/removal",
                (IFormCollection fields, HttpContext http, CannedReplyActs acts) =>
                    DoAsync(new(http, fields), form => acts.RemoveAsync(form.Command(), new(form.Text("title"))))
            )
            .RequireAuthorization(Rights.Lead);
    }

    private static Task<IResult> DoAsync(PageForm form, Func<PageForm, Task<Answer<CannedReplyList>>> act) =>
        FormAnswer.OfAsync(
            form,
            () => act(form),
            _ => TypedResults.LocalRedirect(Path),
            refused => new RazorComponentResult<CannedRepliesPage>(
                new
                {
                    Wrong = refused.Detail,
                    Title = form.Text("title"),
                    Body = form.Text("body"),
                }
            )
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            }
        );
}
