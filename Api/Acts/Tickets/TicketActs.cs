using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>
/// What people and programs do with tickets, through whichever door: REST, a page's form or a hub. Each act takes what was
/// typed, unchecked. Who may do what, and when, is the ticket's to decide (<see cref="TicketTable"/>).
/// </summary>
/// <remarks>A malformed field is thrown as an <see cref="InvalidFieldException"/>, which each door shows as the refusal of that field.</remarks>
internal sealed class TicketActs(
    TicketDirectory tickets,
    TicketQueries queries,
    CommandQueries commands,
    AttachmentService files,
    Colleagues colleagues,
    IGrainFactory grains
)
{
    /// <summary>Opens a ticket, with all its files or not at all.</summary>
    /// <param name="context">The command.</param>
    /// <param name="asked">The ticket, and the ids of files uploaded for it.</param>
    /// <param name="sent">Files that are sent together with it.</param>
    public async Task<Answer<TicketReceipt>> OpenAsync(
        CommandContext context,
        NewTicket asked,
        IReadOnlyList<SentFile>? sent = null
    )
    {
        var (id, command) = (TicketId.For(context.Id), asked.ToCommand());
        var ticket = tickets.Ticket(id);
        var attached = new MessageFiles(asked.Attachments, sent);
        if (attached.Any)
        {
            if (!await IsDoneAsync(ticket, context) && await RefuseAsync(context.Actor, command) is { } refusal)
            {
                return refusal;
            }

            var kept = await attached.KeepAsync(files, context.Actor, id, command.License);
            if (!kept.Ok)
            {
                return kept.Refusal;
            }

            command = command with { Attachments = [.. kept.Value] };
        }

        var opened = await ticket.OpenAsync(context, command);
        if (!opened.Ok)
        {
            return opened;
        }

        tickets.Keep(opened.Value.Number, id);
        if (opened.Value.Opening is not null)
        {
            return opened;
        }

        // Answers recorded by earlier releases lack the opening.
        var view = await ticket.ViewAsync(context.Actor);
        return view.Ok ? opened.Value with { Opening = OpenedTicket.OpeningOf(view.Value) } : view.Refusal;
    }

    /// <summary>Writes a message, or an internal note by staff, with all its files or not at all.</summary>
    /// <param name="context">The command.</param>
    /// <param name="number">The ticket.</param>
    /// <param name="asked">The message, the ids of files uploaded for it, and what its author has read.</param>
    /// <param name="sent">Files that are sent together with it.</param>
    public async Task<Answer<TicketReceipt>> PostAsync(
        CommandContext context,
        long number,
        NewMessage asked,
        IReadOnlyList<SentFile>? sent = null
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return TicketTable.NotFound;
        }

        var (command, attached) = (asked.ToCommand(), new MessageFiles(asked.Attachments, sent));
        if (!attached.Any && asked.Seen is null)
        {
            return await ticket.PostAsync(context, command);
        }

        var view = await ticket.ViewAsync(context.Actor);
        if (!view.Ok)
        {
            return view.Refusal;
        }

        var refusal = await IsDoneAsync(ticket, context)
            ? null
            : OpeningRules.CheckBody(command.Body) ?? await RefuseUnseenAsync(context.Actor, view.Value, asked);
        if (refusal is not null)
        {
            return refusal;
        }

        var kept = await attached.KeepAsync(files, context.Actor, view.Value.Id, view.Value.License);
        return kept.Ok
            ? await ticket.PostAsync(
                context,
                command with
                {
                    Attachments = kept.Value.IsEmpty ? null : [.. kept.Value],
                }
            )
            : kept.Refusal;
    }

    /// <summary>Assesses a ticket.</summary>
    public Task<Answer<TicketReceipt>> AssessAsync(CommandContext context, long number, NewAssessment asked) =>
        DoAsync(number, ticket => ticket.AssessAsync(context, asked.ToCommand()));

    /// <summary>What an assessment would come to; nothing is kept.</summary>
    public async Task<Answer<AssessmentEstimate>> EstimateAsync(Actor actor, long number, NewAssessment asked) =>
        await tickets.FindAsync(number) is { } ticket
            ? await ticket.EstimateAsync(actor, asked.ToCommand())
            : TicketTable.NotFound;

    /// <summary>Accepts or declines an assessment.</summary>
    public Task<Answer<TicketReceipt>> DecideAsync(CommandContext context, long number, NewConsent asked) =>
        DoAsync(number, ticket => ticket.DecideAsync(context, asked.ToCommand()));

    /// <summary>Moves messages into a ticket of their own.</summary>
    public Task<Answer<TicketReceipt>> SplitAsync(CommandContext context, long number, NewSplit asked) =>
        DoAsync(number, ticket => ticket.SplitAsync(context, asked.ToCommand()));

    /// <summary>Merges a duplicate into another ticket.</summary>
    public Task<Answer<TicketReceipt>> MergeAsync(CommandContext context, long number, NewMerge asked) =>
        DoAsync(
            number,
            async ticket =>
            {
                var into = await tickets.FindAsync(Given.Value(asked.Into, "into"));
                return await Merging.MergeAsync(grains, ticket, context, asked.ToCommand(into));
            }
        );

    /// <summary>Takes a ticket.</summary>
    public Task<Answer<TicketReceipt>> ClaimAsync(CommandContext context, long number) =>
        DoAsync(number, ticket => ticket.ClaimAsync(context));

    /// <summary>Gives a ticket back to the queue.</summary>
    public Task<Answer<TicketReceipt>> ReleaseAsync(CommandContext context, long number) =>
        DoAsync(number, ticket => ticket.ReleaseAsync(context));

    /// <summary>Assigns a ticket to an engineer.</summary>
    public Task<Answer<TicketReceipt>> AssignAsync(CommandContext context, long number, NewAssignee asked) =>
        DoAsync(
            number,
            async ticket =>
                await colleagues.FindAsync(Given.Words(asked.Engineer, "engineer")) is { IsStaff: true } engineer
                    ? await ticket.AssignAsync(context, new(engineer.Id, engineer.Name))
                    : Fields.Invalid("engineer", "Engineer not found.")
        );

    /// <summary>Marks a ticket as urgent, or removes the mark.</summary>
    public Task<Answer<TicketReceipt>> ChangeUrgencyAsync(CommandContext context, long number, NewUrgency asked) =>
        DoAsync(number, ticket => ticket.ChangeUrgencyAsync(context, asked.ToCommand()));

    /// <summary>Waives the price.</summary>
    public Task<Answer<TicketReceipt>> WaiveAsync(CommandContext context, long number, NewWaiver asked) =>
        DoAsync(number, ticket => ticket.WaiveAsync(context, asked.ToCommand()));

    /// <summary>Applies what the license covers now.</summary>
    public Task<Answer<TicketReceipt>> ApplyCoverageAsync(CommandContext context, long number, NewCoverage asked) =>
        DoAsync(number, ticket => ticket.ApplyCoverageAsync(context, asked.ToCommand()));

    /// <summary>Ends the work.</summary>
    public Task<Answer<TicketReceipt>> ResolveAsync(CommandContext context, long number, NewResolution asked) =>
        DoAsync(number, ticket => ticket.ResolveAsync(context, asked.ToCommand()));

    /// <summary>Withdraws a ticket, by its customer.</summary>
    public Task<Answer<TicketReceipt>> WithdrawAsync(CommandContext context, long number) =>
        DoAsync(number, ticket => ticket.WithdrawAsync(context));

    /// <summary>Closes a solved ticket.</summary>
    public Task<Answer<TicketReceipt>> CloseAsync(CommandContext context, long number) =>
        DoAsync(number, ticket => ticket.CloseAsync(context));

    /// <summary>Goes on with a solved or closed ticket.</summary>
    public Task<Answer<TicketReceipt>> ReopenAsync(CommandContext context, long number) =>
        DoAsync(number, ticket => ticket.ReopenAsync(context));

    /// <summary>A command to the ticket of a number; refused when there is none, as the ticket itself refuses those who may not see it.</summary>
    private async Task<Answer<TicketReceipt>> DoAsync(
        long number,
        Func<ITicketGrain, Task<Answer<TicketReceipt>>> command
    ) => await tickets.FindAsync(number) is { } ticket ? await command(ticket) : TicketTable.NotFound;

    /// <summary>Whether the command was carried out before: then it is answered as it was, whatever has happened since.</summary>
    private Task<bool> IsDoneAsync(ITicketGrain ticket, CommandContext context) =>
        commands.IsRecordedAsync([ticket.GetPrimaryKeyString()], context.Id.Value);

    /// <summary>Refuses, before its files are stored, a ticket that can't be opened; null when it can, races aside.</summary>
    private async Task<Refusal?> RefuseAsync(Actor actor, OpenTicket command)
    {
        if (OpeningRules.Check(command) is { } malformed)
        {
            return malformed;
        }

        var license = await grains.GetGrain<ILicenseGrain>(command.License.GrainKey).ViewAsync(actor);
        return license.Ok ? OpeningRules.RefuseRevoked(license.Value) : license.Refusal;
    }

    /// <summary>Refuses a staff reply if someone else has written since the newest message that its author has read; null otherwise, or if that is not sent.</summary>
    private async Task<Refusal?> RefuseUnseenAsync(Actor actor, TicketView ticket, NewMessage asked)
    {
        if (!actor.IsStaff || asked.Internal == true || asked.Seen is not { } seen)
        {
            return null;
        }

        return await queries.NewestOfOthersAsync(ticket.Id, actor, seen) is { } unseen
            ? new Refusal(
                RefusalCode.StaleVersion,
                $"{unseen.Author} replied while you were writing: “{Fields.Shown(unseen.Body)}” Your message was not sent. Send it again if it still applies."
            )
            : null;
    }
}
