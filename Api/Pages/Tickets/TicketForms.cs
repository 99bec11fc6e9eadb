using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The page of a ticket, and what its forms are sent to. Who may do what, the ticket decides (<see cref="TicketTable"/>).</summary>
internal static class TicketForms
{
    /// <summary>Forms that are one command and nothing more, by the last part of their path.</summary>
    private static readonly FrozenDictionary<string, Func<ITicketGrain, PageForm, Task<Answer<TicketReceipt>>>> Acts =
        new Dictionary<string, Func<ITicketGrain, PageForm, Task<Answer<TicketReceipt>>>>
        {
            ["claim"] = (ticket, form) => ticket.ClaimAsync(form.Command()),
            ["release"] = (ticket, form) => ticket.ReleaseAsync(form.Command()),
            ["urgency"] = (ticket, form) =>
                ticket.ChangeUrgencyAsync(form.Command(), new(form.Ticked("urgent"), form.Words("reason"))),
            ["assessments"] = (ticket, form) => ticket.AssessAsync(form.Command(), AssessmentOf(form)),
            ["consents"] = (ticket, form) => ticket.DecideAsync(form.Command(), DecisionOf(form)),
            ["splits"] = (ticket, form) =>
                ticket.SplitAsync(form.Command(), new([.. form.Numbers("messages")], form.Words("subject"))),
            ["waivers"] = (ticket, form) => ticket.WaiveAsync(form.Command(), new(form.Words("reason"))),
            ["coverage"] = (ticket, form) => ticket.ApplyCoverageAsync(form.Command(), new(form.Text("reason"))),
            ["resolution"] = (ticket, form) =>
                ticket.ResolveAsync(
                    form.Command(),
                    new(
                        Given.Value(form.Choice<TicketOutcome>("outcome"), "outcome"),
                        form.Text("note"),
                        form.Text("fixedIn")
                    )
                ),
            ["withdrawal"] = (ticket, form) => ticket.WithdrawAsync(form.Command()),
            ["closing"] = (ticket, form) => ticket.CloseAsync(form.Command()),
            ["reopening"] = (ticket, form) => ticket.ReopenAsync(form.Command()),
        }.ToFrozenDictionary();

    /// <summary>Adds the page and its forms.</summary>
    public static void MapTicketPage(this RouteGroupBuilder tickets)
    {
        var ticket = tickets.MapGroup("/{number:long}");
        ticket.MapGet(
            "",
            (long number, long? after, long? before) =>
                new RazorComponentResult<TicketPage>(
                    new
                    {
                        Number = number,
                        After = after,
                        Before = before,
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
        TicketDirectory tickets
    ) =>
        Acts.TryGetValue(act, out var does)
            ? DoAsync(number, new(http, fields), tickets, does)
            : Task.FromResult<IResult>(TypedResults.NotFound());

    private static Task<IResult> AssignAsync(
        long number,
        IFormCollection fields,
        HttpContext http,
        TicketDirectory tickets,
        Colleagues colleagues
    ) =>
        DoAsync(
            number,
            new(http, fields),
            tickets,
            async (ticket, form) =>
                await colleagues.FindAsync(form.Words("engineer")) is { IsStaff: true } engineer
                    ? await ticket.AssignAsync(form.Command(), new(engineer.Id, engineer.Name))
                    : Fields.Invalid("engineer", "There is no such engineer.")
        );

    private static Task<IResult> MergeAsync(
        long number,
        IFormCollection fields,
        HttpContext http,
        TicketDirectory tickets,
        IGrainFactory grains
    ) =>
        DoAsync(
            number,
            new(http, fields),
            tickets,
            async (ticket, form) =>
            {
                var into = Given.Value(form.TicketNumber("into"), "into");
                var found = await tickets.FindAsync(into);
                var command = new MergeTicket(found is null ? null : TicketId.From(found.GetPrimaryKeyString()), into);
                return await Merging.MergeAsync(grains, ticket, form.Command(), command);
            }
        );

    private static Task<IResult> PostAsync(
        long number,
        IFormCollection fields,
        HttpContext http,
        TicketDirectory tickets,
        TicketQueries queries,
        AttachmentService service
    ) =>
        DoAsync(
            number,
            new(http, fields),
            tickets,
            async (ticket, form) =>
            {
                if (MessageAudience.Refuse(form) is { } misdirected)
                {
                    return misdirected;
                }

                var view = await ticket.ViewAsync(form.Actor);
                if (!view.Ok)
                {
                    return view.Refusal;
                }

                var kept = await FormFiles.KeepAsync(view.Value.Id, view.Value.License, form, service);
                var refusal = kept.Ok ? await RefuseUnseenAsync(view.Value, form, queries) : kept.Refusal;
                return refusal is not null
                    ? refusal
                    : await ticket.PostAsync(
                        form.Command("message"),
                        new(form.Words("body"), MessageAudience.IsNote(form))
                        {
                            Attachments = kept.Value is not { IsEmpty: false } files ? null : [.. files],
                        }
                    );
            }
        );

    /// <summary>Refuses staff's answer once when somebody wrote after what its page showed; null when nobody did.</summary>
    private static async Task<Refusal?> RefuseUnseenAsync(TicketView ticket, PageForm form, TicketQueries queries)
    {
        if (!form.Actor.IsStaff || MessageAudience.IsNote(form) || form.Number("seen") is not { } seen)
        {
            return null;
        }

        return await queries.NewestOfOthersAsync(ticket.Id, form.Actor, seen) is { } unseen
            ? new Refusal(
                RefusalCode.StaleVersion,
                $"{unseen.Author} replied in the meantime: “{Fields.Shown(unseen.Body)}” Your message was not sent yet. Send it again if it still applies."
            )
            : null;
    }

    private static async Task<IResult> EstimateAsync(
        long number,
        IFormCollection fields,
        HttpContext http,
        TicketDirectory tickets
    )
    {
        var form = new PageForm(http, fields);
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return TypedResults.NotFound();
        }

        return await FormAnswer.OfAsync(
            form,
            () => ticket.EstimateAsync(form.Actor, AssessmentOf(form)),
            made => new RazorComponentResult<EstimateView>(new { Estimate = made }),
            refused => new RazorComponentResult<EstimateView>(new { Wrong = refused.Detail })
        );
    }

    /// <summary>A command that a form is; the page again, with why, when it is refused.</summary>
    private static async Task<IResult> DoAsync(
        long number,
        PageForm form,
        TicketDirectory tickets,
        Func<ITicketGrain, PageForm, Task<Answer<TicketReceipt>>> act
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Page(number, form, refused: null);
        }

        return await FormAnswer.OfAsync(
            form,
            () => act(ticket, form),
            done => TypedResults.LocalRedirect($"/tickets/{(done.Message is null ? null : done.Child) ?? number}"),
            refused => Page(number, form, refused.Why())
        );
    }

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

    /// <summary>The assessment of a form; fields that belong to other categories are left out.</summary>
    private static AssessTicket AssessmentOf(PageForm form)
    {
        var category = Given.Value(form.Choice<Category>("category"), "category");
        var (isModification, isUpgrade) = (category == Category.ComplexModification, category == Category.Upgrade);
        return new(
            category,
            isModification ? form.Credits("credits") : null,
            isUpgrade ? new UpgradePath(form.Words("from"), form.Words("to")) : null,
            isModification && form.Ticked("minor"),
            form.Text("note")
        );
    }

    private static DecideConsent DecisionOf(PageForm form) =>
        new(
            (int)Math.Clamp(form.Number("revision") ?? 0, 0, int.MaxValue),
            Given.Value(form.Choice<ConsentDecision>("decision"), "decision"),
            form.Ticked("acknowledged")
        );
}
