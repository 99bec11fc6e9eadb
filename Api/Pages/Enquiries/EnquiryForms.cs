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

    private static async Task<IResult> SendAsync(IFormCollection fields, HttpContext http, IGrainFactory grains)
    {
        var form = new PageForm(http, fields);
        LicenseNumber? license = null;
        if (form.Text("license") is { } text)
        {
            if (!LicenseNumber.TryParse(text, out var number))
            {
                return Contact(form, "A license number is 3 to 64 letters, digits or hyphens.");
            }

            license = number;
        }

        var command = form.Command();
        var sent = await grains
            .GetGrain<IEnquiryGrain>(EnquiryId.For(command.Id).Value)
            .SendAsync(
                command,
                new(form.Words("name"), form.Words("email"), form.Words("subject"), form.Words("body"), license)
            );
        return sent.Ok
            ? new RazorComponentResult<ContactPage>(new { IsSent = true })
            : Contact(form, sent.Refusal.Detail);
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
        if (!KeyHash.IsOne(EnquiryId.Prefix, id))
        {
            return Page(id, form, wrong: null);
        }

        var enquiry = grains.GetGrain<IEnquiryGrain>(id);
        Task<Answer<EnquiryCard>>? doing = act switch
        {
            "answers" => enquiry.AnswerAsync(form.Command(), new(form.Words("body"))),
            "closing" => enquiry.CloseAsync(form.Command()),
            _ => null,
        };
        if (doing is null)
        {
            return TypedResults.NotFound();
        }

        var done = await doing;
        return done.Ok
            ? TypedResults.LocalRedirect($"/enquiries/{id}")
            : Page(id, form, done.Refusal.Code == RefusalCode.NotFound ? null : done.Refusal.Detail);
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
