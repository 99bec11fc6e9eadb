using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Amounts;
using Tallydesk.Attachments;
using Tallydesk.Display;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
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
        page.MapPost("", OpenAsync).TakesFiles(page);
        page.MapPost("/estimate", EstimateAsync);
    }

    private static async Task<IResult> OpenAsync(
        IFormCollection fields,
        HttpContext http,
        TicketDirectory tickets,
        IGrainFactory grains,
        AttachmentService files
    )
    {
        var form = new PageForm(http, fields);
        var command = form.Command();
        var ticket = TicketId.For(command.Id);
        return await FormAnswer.OfAsync(
            form,
            async () =>
            {
                var asked = QuestionOf(form);
                var kept = await KeepFilesAsync(ticket, asked, form, grains, files);
                return kept.Ok
                    ? await tickets
                        .Ticket(ticket)
                        .OpenAsync(command, asked with { Attachments = kept.Value.IsEmpty ? null : [.. kept.Value] })
                    : kept.Refusal;
            },
            opened => TypedResults.LocalRedirect($"/tickets/{opened.Number}"),
            refused => Page(form, refused.Detail)
        );
    }

    private static OpenTicket QuestionOf(PageForm form) =>
        new(
            Given.License(form.Text("license"), "license"),
            form.Words("subject"),
            form.Words("body"),
            form.Choice<Category>("category"),
            form.Credits("ceiling"),
            form.Ticked("acknowledged")
        );

    /// <summary>Takes the files in, once it is sure that the ticket can be opened but for what races with it.</summary>
    private static async Task<Answer<ImmutableList<Attachment>>> KeepFilesAsync(
        TicketId ticket,
        OpenTicket asked,
        PageForm form,
        IGrainFactory grains,
        AttachmentService files
    )
    {
        if (!form.Files.Any())
        {
            return ImmutableList<Attachment>.Empty;
        }

        if (OpeningRules.Check(asked) is { } malformed)
        {
            return malformed;
        }

        var license = await grains.GetGrain<ILicenseGrain>(asked.License.GrainKey).ViewAsync(form.Actor);
        return !license.Ok ? license.Refusal
            : OpeningRules.RefuseRevoked(license.Value) is { } revoked ? revoked
            : await FormFiles.KeepAsync(ticket, asked.License, form, files);
    }

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
            return Wrong("Support decides the category and tells you the price before anything is charged.");
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
                        Is(Category.Upgrade) ? new(form.Words("from"), form.Words("to")) : null,
                        MinorModification: null,
                        form.Credits("ceiling"),
                        form.Ticked("acknowledged")
                    ),
                    form.Actor
                ),
            quote => Quote(quote, Is(Category.ComplexModification), Is(Category.Question)),
            refused => Wrong(refused.Detail)
        );
    }

    private static RazorComponentResult<QuoteView> Quote(QuoteBody quote, bool from, bool isQuestion) =>
        new(
            new
            {
                From = from && quote.Price > CreditAmount.Zero,
                quote.Price,
                Coverage = Words.OfCoverage(quote.Coverage),
                CoveredUntil = quote.Coverage == CoverageBasis.Credits ? null : quote.CoveredUntil,
                Reasons = quote.Reasons.Select(reason => reason.Sentence).ToList(),
                quote.Balance,
                Waiting = quote.WaitingBefore,
                quote.Missing,
                Asks = quote.ConsentNeeded,
                IsQuestion = isQuestion,
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
