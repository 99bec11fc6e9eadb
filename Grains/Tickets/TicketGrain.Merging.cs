using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <content>
/// The steps of a merge (Policy F5), in call order. None of them calls another ticket
/// (<see cref="Merging"/> does), so that two tickets that are merged into each other never wait for each other.
/// </content>
internal sealed partial class TicketGrain
{
    public async Task<Answer<MergeRequest>> BeginMergeAsync(CommandContext context, MergeTicket command)
    {
        await TryFinishAsync();
        if (RefuseStale(context) is { } stale)
        {
            return stale;
        }

        var origin = Origin.Of(context, CommandHash.Of(command));
        var begun = MergeRules.Begin(State, origin, command, Now);
        if (!begun.Ok)
        {
            return begun.Refusal;
        }

        await CommitAnyAsync(context.Actor, begun.Value.Events);
        return new MergeRequest(State.Number, State.Customer);
    }

    public async Task<Refusal?> AskMergeAsync(Actor actor, MergeRequest request)
    {
        ThrowIfFailed();
        var asked = MergeRules.Ask(State, actor, request);
        if (asked.Ok)
        {
            await CommitAnyAsync(actor, asked.Value.Events);
        }

        return asked.Refusal;
    }

    public async Task<Answer<TicketReceipt>> EndMergeAsync(
        CommandContext context,
        MergeTicket command,
        Refusal? refused
    )
    {
        var ended = await SettleAsync(
            context,
            command,
            (ticket, origin) => MergeRules.End(ticket, origin, command, refused, Now)
        );
        var origin = Origin.Of(context, CommandHash.Of(command));
        if (!ended.Ok && State.Merge is { } merge && MergeRules.IsOf(merge, origin, command))
        {
            await CommitAsync(context.Actor, [new MergeDropped(merge.Number)]);
        }

        return ended;
    }

    public async Task TakeInAsync(Actor actor, MergedTicket merged)
    {
        actor.MustBeDesk();
        ThrowIfFailed();
        await CommitAnyAsync(actor, MergeRules.TakeIn(State, merged.Number, Now));
    }

    protected override ImmutableArray<Notice> NoticesOf(ImmutableArray<TicketEvent> events) =>
        [
            .. events
                .OfType<TicketMerged>()
                .Select(merged => new Notice(
                    $"{Key}/merged",
                    NoticeKinds.TicketMerged,
                    merged.Into.Value,
                    StateJson.Write(new MergedTicket(State.Number))
                )),
        ];

    /// <summary>Resumes an interrupted merge outside of this turn.</summary>
    private void ResumeMerge()
    {
        if (State.Merge is { } merge)
        {
            var errand = new MergeErrand(
                new(merge.Origin.Actor, new CommandId(merge.Origin.Command)),
                new(merge.Into, merge.Number)
            );
            Services.Notices.Add(new Notice($"{Key}/merge", NoticeKinds.MergeBegun, Key, StateJson.Write(errand)));
        }
    }

    private Task CommitAnyAsync(Actor actor, ImmutableArray<TicketEvent> events) =>
        events.IsEmpty ? Task.CompletedTask : CommitAsync(actor, events);
}
