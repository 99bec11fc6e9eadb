using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;

namespace Tallydesk.Pages.Enquiries;

/// <summary>The contact form, which anybody may send, and the pages on which staff answer what came by it.</summary>
internal static class EnquiryForms
{
    private const int LargestForm = 1 << 16;

    /// <summary>Adds <c>/contact</c> and <c>/enquiries</c>.</summary>
    public static void MapEnquiryPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/contact", () => new RazorComponentResult<ContactPage>()).AllowAnonymous();
        pages
            .MapPost("/contact", SendAsync)
            .AllowAnonymous()
            .RequireRateLimiting(EnquiryLimits.Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm));

        var enquiries = pages.MapGroup("/enquiries").RequireAuthorization(Rights.Staff);
        enquiries.MapGet("", () => new RazorComponentResult<EnquiryListPage>());
        enquiries.MapGet("/{id}", (string id) => new RazorComponentResult<EnquiryPage>(new { Id = id }));
        enquiries.MapPost("/{id}/{act}", ActAsync);
    }

    private static Task<IResult> SendAsync(IFormCollection fields, HttpContext http, EnquiryActs acts)
    {
        var form = new PageForm(http, fields);
        return FormAnswer.OfAsync(
            form,
            () =>
                acts.SendAsync(
                    form.Command(),
                    new(
                        form.Text("name"),
                        form.Text("email"),
                        form.Text("subject"),
                        form.Text("body"),
                        form.Text("license")
                    )
                ),
            _ => new RazorComponentResult<ContactPage>(new { IsSent = true }),
            refused => Contact(form, refused.Detail)
        );
    }

    private static async Task<IResult> ActAsync(
        string id,
        string act,
        IFormCollection fields,
        HttpContext http,
        EnquiryActs acts
    )
    {
        var form = new PageForm(http, fields);
        Func<Task<Answer<EnquiryCard>>>? does = act switch
        {
            "answers" => () => acts.AnswerAsync(form.Command(), id, new(form.Text("body"))),
            "closing" => () => acts.CloseAsync(form.Command(), id),
            _ => null,
        };
        return does is null
            ? TypedResults.NotFound()
            : await FormAnswer.OfAsync(
                form,
                does,
                _ => TypedResults.LocalRedirect($"/enquiries/{id}"),
                refused => Page(id, form, refused.Why())
            );
    }

    private static RazorComponentResult<ContactPage> Contact(PageForm form, string wrong) =>
        new(
            new
            {
                Wrong = wrong,
                Name = form.Text("name"),
                Email = form.Text("email"),
                Subject = form.Text("subject"),
                Body = form.Text("body"),
                License = form.Text("license"),
            }
        )
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };

    private static RazorComponentResult<EnquiryPage> Page(string id, PageForm form, string? wrong) =>
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
