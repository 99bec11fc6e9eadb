using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Explanations;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The page on which a ticket is opened, with its price before it is sent.</summary>
internal static class NewTicketForms
{
    private static readonly string[] Kept =
    [
        "license",
        "subject",
        "body",
        "category",
        "from",
        "to",
        "ceiling",
        "acknowledged",
    ];

    /// <summary>Adds <c>/tickets/new</c>.</summary>
    public static void MapNewTicketPage(this RouteGroupBuilder tickets)
    {
        var page = tickets.MapGroup("/new");
        page.MapGet(
            "",
            (string? license) =>
                new RazorComponentResult<NewTicketPage>(
                    new { Fields = new Dictionary<string, string?> { ["license"] = license } }
                )
        );
        page.MapPost("", OpenAsync).TakesFiles(page);
        page.MapPost("/estimate", EstimateAsync);
    }

    private static Task<IResult> OpenAsync(IFormCollection fields, HttpContext http, TicketActs acts)
    {
        var form = new PageForm(http, fields);
        return FormAnswer.OfAsync(
            form,
            () => acts.OpenAsync(form.Command(), TicketOf(form), FormFiles.Of(form)),
            opened => TypedResults.LocalRedirect(TicketDone.PathOf(opened.Number, TicketDone.Opened)),
            refused => Page(form, refused.Detail)
        );
    }

    private static NewTicket TicketOf(PageForm form) =>
        new(
            form.Text("license"),
            form.Text("subject"),
            form.Text("body"),
            form.Choice<Category>("category"),
            form.Credits("ceiling"),
            form.Ticked("acknowledged")
        );

    private static async Task<IResult> EstimateAsync(
        IFormCollection fields,
        HttpContext http,
        QuoteService service,
        ISupportPolicySource policy
    )
    {
        var form = new PageForm(http, fields);
        if (form.Text("category") is not { } category)
        {
            return Wrong("Support decides the category, and you see the price before anything is charged.");
        }

        bool Is(Category one) => category.Equals($"{one}", StringComparison.OrdinalIgnoreCase);
        return await FormAnswer.OfAsync(
            form,
            () =>
                service.QuoteAsync(
                    new(
                        form.Text("license"),
                        form.Choice<Category>("category"),
                        Is(Category.ComplexModification) ? policy.Current.Prices.ComplexModificationFrom : null,
                        Is(Category.Upgrade) ? new(form.Text("from"), form.Text("to")) : null,
                        MinorModification: null,
                        form.Credits("ceiling"),
                        form.Ticked("acknowledged")
                    ),
                    form.Actor
                ),
            quote => new RazorComponentResult<QuoteView>(
                new { Answered = quote, From = Is(Category.ComplexModification) }
            ),
            refused => Wrong(RefusalSentences.Of(refused))
        );
    }

    private static RazorComponentResult<QuoteView> Wrong(string why) => new(new { Wrong = why });

    private static RazorComponentResult<NewTicketPage> Page(PageForm form, string wrong) =>
        new(new { Wrong = wrong, Fields = Kept.ToDictionary(field => field, form.Text) })
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };
}
