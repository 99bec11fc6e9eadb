using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The page of a ticket, and what its forms are sent to. Who may do what, the ticket decides (<see cref="TicketTable"/>).</summary>
internal static class TicketForms
{
    /// <summary>Forms that are one act and nothing more, by the last part of their path.</summary>
    private static readonly FrozenDictionary<string, Act> Acts = new Dictionary<string, Act>
    {
        ["claim"] = (acts, number, form) => acts.ClaimAsync(form.Command(), number),
        ["release"] = (acts, number, form) => acts.ReleaseAsync(form.Command(), number),
        ["urgency"] = (acts, number, form) =>
            acts.ChangeUrgencyAsync(form.Command(), number, new(form.Ticked("urgent"), form.Text("reason"))),
        ["assessments"] = (acts, number, form) => acts.AssessAsync(form.Command(), number, AssessmentOf(form)),
        ["consents"] = (acts, number, form) => acts.DecideAsync(form.Command(), number, DecisionOf(form)),
        ["splits"] = (acts, number, form) =>
            acts.SplitAsync(form.Command(), number, new(form.Numbers("messages"), form.Text("subject"))),
        ["waivers"] = (acts, number, form) => acts.WaiveAsync(form.Command(), number, new(form.Text("reason"))),
        ["coverage"] = (acts, number, form) =>
            acts.ApplyCoverageAsync(form.Command(), number, new(form.Text("reason"))),
        ["resolution"] = (acts, number, form) =>
            acts.ResolveAsync(
                form.Command(),
                number,
                new(form.Choice<TicketOutcome>("outcome"), form.Text("note"), form.Text("fixedIn"))
            ),
        ["withdrawal"] = (acts, number, form) => acts.WithdrawAsync(form.Command(), number),
        ["closing"] = (acts, number, form) => acts.CloseAsync(form.Command(), number),
        ["reopening"] = (acts, number, form) => acts.ReopenAsync(form.Command(), number),
    }.ToFrozenDictionary();

    private delegate Task<Answer<TicketReceipt>> Act(TicketActs acts, long number, PageForm form);

    /// <summary>Adds the page and its forms.</summary>
    public static void MapTicketPage(this RouteGroupBuilder tickets)
    {
        var ticket = tickets.MapGroup("/{number:long}");
        ticket.MapGet(
            "",
            (long number, long? after, long? before, string? done) =>
                new RazorComponentResult<TicketPage>(
                    new
                    {
                        Number = number,
                        After = after,
                        Before = before,
                        Done = done,
                    }
                )
        );
        ticket.MapGet("/charges", (long number) => new RazorComponentResult<ChargesPage>(new { Number = number }));
        ticket.MapPost("/estimate", EstimateAsync).RequireAuthorization(Rights.Staff);
        ticket.MapPost("/messages", PostAsync).TakesFiles(ticket).WithMetadata(new TicketFirst());
        ticket.MapPost(
            "/draft",
            (long number, IFormCollection fields, HttpContext http) => Page(number, new(http, fields), refused: null)
        );
        ticket.MapPost("/merges", MergeAsync).RequireAuthorization(Rights.Staff);
        ticket.MapPost("/assignee", AssignAsync).RequireAuthorization(Rights.Lead);
        ticket.MapPost("/{act}", ActAsync);
        tickets.MapAttachmentDownload();
    }

    private static Task<IResult> ActAsync(
        long number,
        string act,
        IFormCollection fields,
        HttpContext http,
        TicketActs acts
    ) =>
        Acts.TryGetValue(act, out var does)
            ? DoAsync(number, new(http, fields), acts, does, form => DoneBy(act, form))
            : Task.FromResult<IResult>(TypedResults.NotFound());

    private static Task<IResult> AssignAsync(long number, IFormCollection fields, HttpContext http, TicketActs acts) =>
        DoAsync(
            number,
            new(http, fields),
            acts,
            static (acts, number, form) => acts.AssignAsync(form.Command(), number, new(form.Text("engineer"))),
            static _ => "assignee"
        );

    private static Task<IResult> MergeAsync(long number, IFormCollection fields, HttpContext http, TicketActs acts) =>
        DoAsync(
            number,
            new(http, fields),
            acts,
            static (acts, number, form) => acts.MergeAsync(form.Command(), number, new(form.TicketNumber("into"))),
            static _ => "merges"
        );

    /// <summary>A message, and the end of the work where the form asks for it too. Each has a command of its own, so that a form sent again repeats both.</summary>
    private static Task<IResult> PostAsync(long number, IFormCollection fields, HttpContext http, TicketActs acts)
    {
        var done = TicketDone.Replied;
        return DoAsync(
            number,
            new(http, fields),
            acts,
            async (acts, number, form) =>
            {
                done = MessageAudience.IsNote(form) ? TicketDone.Noted : TicketDone.Replied;
                var posted = await SendAsync(acts, number, form);
                if (!posted.Ok || !form.Ticked(ReplyForm.SolveField))
                {
                    return posted;
                }

                var solved = await acts.ResolveAsync(
                    form.Command("resolution"),
                    number,
                    new(TicketOutcome.Solved, Note: null, FixedIn: null)
                );
                if (solved.Refusal is { Code: RefusalCode.TryAgainLater })
                {
                    return solved;
                }

                // The message was sent, whatever became of the rest.
                done = solved.Ok ? TicketDone.Solved : TicketDone.Unsolved;
                return posted;
            },
            _ => done
        );
    }

    private static async Task<Answer<TicketReceipt>> SendAsync(TicketActs acts, long number, PageForm form) =>
        MessageAudience.Refuse(form) is { } misdirected
            ? misdirected
            : await acts.PostAsync(
                form.Command("message"),
                number,
                new(form.Text("body"), MessageAudience.IsNote(form), Seen: form.Number("seen")),
                FormFiles.Of(form)
            );

    private static Task<IResult> EstimateAsync(long number, IFormCollection fields, HttpContext http, TicketActs acts)
    {
        var form = new PageForm(http, fields);
        return FormAnswer.OfAsync(
            form,
            () => acts.EstimateAsync(form.Actor, number, AssessmentOf(form)),
            made => new RazorComponentResult<EstimateView>(new { Estimate = made }),
            refused =>
                refused.Why() is { } wrong
                    ? new RazorComponentResult<EstimateView>(new { Wrong = wrong })
                    : TypedResults.NotFound()
        );
    }

    /// <summary>An act that a form is, and the page, which says that it was done; the page again, with why, when it is refused.</summary>
    private static Task<IResult> DoAsync(
        long number,
        PageForm form,
        TicketActs acts,
        Act act,
        Func<PageForm, string> doneBy
    ) =>
        FormAnswer.OfAsync(
            form,
            () => act(acts, number, form),
            done =>
                TypedResults.LocalRedirect(
                    done is { Message: not null, Child: { } child }
                        ? TicketDone.PathOf(child, TicketDone.FollowedUp)
                        : TicketDone.PathOf(number, doneBy(form))
                ),
            refused => Page(number, form, refused.Why())
        );

    private static string DoneBy(string act, PageForm form) =>
        act != "consents" ? act
        : form.Choice<ConsentDecision>("decision") == ConsentDecision.Decline ? TicketDone.Declined
        : TicketDone.Accepted;

    private static RazorComponentResult<TicketPage> Page(long number, PageForm form, string? refused) =>
        new(
            new
            {
                Number = number,
                Refused = refused,
                Typed = form.Text("body"),
                Internal = MessageAudience.IsNote(form),
                Files = form.Files.Select(file => FileNames.Of(file.FileName)).ToList(),
                Again = form.Texts(MergedNotice.AgainField),
            }
        )
        {
            StatusCode = refused is null ? null : StatusCodes.Status422UnprocessableEntity,
        };

    /// <summary>The assessment of a form; fields that belong to other categories are left out, as the page hides them.</summary>
    private static NewAssessment AssessmentOf(PageForm form)
    {
        var category = form.Choice<Category>("category");
        var (isModification, isUpgrade) = (category == Category.ComplexModification, category == Category.Upgrade);
        return new(
            category,
            isModification ? form.Credits("credits") : null,
            isUpgrade ? new(form.Text("from"), form.Text("to")) : null,
            isModification && form.Ticked("minor"),
            form.Text("note")
        );
    }

    private static NewConsent DecisionOf(PageForm form) =>
        new(
            form.Number("revision") is { } revision ? (int)Math.Clamp(revision, 0, int.MaxValue) : null,
            form.Choice<ConsentDecision>("decision"),
            form.Ticked("acknowledged")
        );
}
