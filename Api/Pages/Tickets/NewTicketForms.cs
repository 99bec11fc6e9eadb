using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Display;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Requests;
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
        page.MapPost("", OpenAsync);
        page.MapPost("/estimate", EstimateAsync);
    }

    private static async Task<IResult> OpenAsync(IFormCollection fields, HttpContext http, TicketDirectory tickets)
    {
        var form = new PageForm(http, fields);
        try
        {
            var command = form.Command();
            var opened = await tickets
                .Ticket(TicketId.For(command.Id))
                .OpenAsync(
                    command,
                    new(
                        Given.License(form.Text("license"), "license"),
                        form.Words("subject"),
                        form.Words("body"),
                        form.Choice<Category>("category"),
                        form.Number("ceiling"),
                        form.Ticked("acknowledged")
                    )
                );
            return opened.Ok
                ? TypedResults.LocalRedirect($"/tickets/{opened.Value.Number}")
                : Page(form, opened.Refusal.Detail);
        }
        catch (InvalidFieldException invalid)
        {
            return Page(form, invalid.Message);
        }
    }

    private static async Task<IResult> EstimateAsync(
        IFormCollection fields,
        HttpContext http,
        QuoteDesk desk,
        ISupportPolicySource policy
    )
    {
        var form = new PageForm(http, fields);
        try
        {
            if (form.Choice<Category>("category") is not { } category)
            {
                return Wrong("Support decides the category and tells you the price before anything is charged.");
            }

            var isModification = category == Category.ComplexModification;
            var asks = new NewQuote(
                form.Text("license"),
                category,
                isModification ? policy.Current.Prices.ComplexModificationFrom : null,
                category == Category.Upgrade ? new(form.Words("from"), form.Words("to")) : null,
                MinorModification: null,
                form.Number("ceiling"),
                form.Ticked("acknowledged")
            );
            var answer = await desk.QuoteAsync(asks, form.Actor);
            return answer.Ok ? Quote(answer.Value, isModification) : Wrong(answer.Refusal.Detail);
        }
        catch (InvalidFieldException invalid)
        {
            return Wrong(invalid.Message);
        }
    }

    private static RazorComponentResult<QuoteView> Quote(QuoteBody quote, bool from) =>
        new(
            new
            {
                From = from && quote.Price > 0,
                quote.Price,
                Coverage = Words.OfCoverage(HistoryRows.KindOf(quote.Coverage)),
                CoveredUntil = quote.Coverage == Licensing.CoverageBasis.Credits ? null : quote.CoveredUntil,
                Reasons = quote.Reasons.Select(reason => reason.Sentence).ToList(),
                quote.Balance,
                Waiting = quote.WaitingBefore,
                quote.Missing,
                Asks = quote.Outcome == AssessmentOutcome.AwaitingConsent,
                quote.Deadline,
                Terms = quote.Acknowledgement,
            }
        );

    private static RazorComponentResult<QuoteView> Wrong(string why) => new(new { Wrong = why });

    private static RazorComponentResult<NewTicketPage> Page(PageForm form, string wrong) =>
        new(new { Wrong = wrong, Fields = Kept.ToDictionary(field => field, form.Text) })
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };
}
