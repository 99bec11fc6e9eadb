using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <content>
/// What a ticket does with other grains after a commit of its own: settling with the account, and opening a split-off
/// ticket. Each step can be repeated; the sweep resumes what a crash cut off.
/// </content>
internal sealed partial class TicketGrain
{
    /// <summary>Finishes a flow that was cut off before; where that fails again, the rules say that it is under way.</summary>
    private async Task TryFinishAsync()
    {
        try
        {
            await FinishAsync();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or UnknownOutcomeException)
        {
            ThrowIfFailed();
        }
    }

    private async Task FinishAsync()
    {
        ThrowIfFailed();
        while (State.Settlement is { } settlement)
        {
            await TakeStepAsync(settlement);
        }

        if (State.Split is { } split)
        {
            await FinishSplitAsync(split);
        }
    }

    private async Task TakeStepAsync(PendingSettlement settlement)
    {
        var events = SettlementRules.Next(State, Key) switch
        {
            null => [new SettlementFinished()],
            var step => SettlementRules.After(State, Key, await AskAccountAsync(settlement, step), Now),
        };
        var care = await CareToAnswerAsync(settlement.Origin.Actor);
        events = PromisedAnswers.With(State, events, care, Now);
        await CommitAsync(
            settlement.Origin.Actor,
            events,
            (ticket, version) =>
                ticket.Settlement is null
                    ? settlement.Origin.Outcome(StateJson.Write(TicketProjections.Receipt(ticket, version)))
                    : null
        );
    }

    private async Task<ChargeReceipt> AskAccountAsync(PendingSettlement settlement, SettlementStep step)
    {
        var context = new CommandContext(settlement.Origin.Actor, new CommandId(step.Operation));
        var answer = step switch
        {
            TakeCredits take => await Account.ChargeAsync(
                context,
                new ChargeTicket(Id, State.Number, settlement.Revision, take.Credits, take.Replaces)
            ),
            LeaveLine leave => await Account.WithdrawAsync(context, new WithdrawCharge(leave.Charge)),
            GiveBack give => await Account.RefundAsync(
                context,
                new RefundTicket(State.Number, settlement.Revision, give.Lots)
            ),
            _ => throw new InvalidOperationException($"{step.GetType().Name} is no step."),
        };
        return answer.Ok
            ? answer.Value
            : throw new TimeoutException($"{step.Operation} was not taken: {answer.Refusal.Detail}");
    }

    private async Task FinishSplitAsync(PendingSplit split)
    {
        // A split-off ticket counts by the license as it stands, for its own instant (Policy A8, F2).
        var coverage = await CoverageNowAsync();
        var rows = await Services.Reader.ReadHistoryRowsAsync(Key, split.Messages);
        var child = await GrainFactory
            .GetGrain<ITicketGrain>(split.Child.Value)
            .OpenSplitAsync(
                new CommandContext(split.Origin.Actor, new CommandId(split.Child.Value)),
                new OpenSplitTicket(
                    Id,
                    State.Number,
                    State.Customer,
                    State.CustomerName,
                    State.License,
                    State.Edition,
                    State.Desk,
                    coverage,
                    split.Subject,
                    [.. rows.OrderBy(row => row.Seq).Select(Conversation.MovedOf)]
                )
            );
        if (!child.Ok)
        {
            throw new InvalidOperationException($"A split-off ticket can't be refused: {child.Refusal.Detail}");
        }

        await CommitAsync(
            split.Origin.Actor,
            SplitRules.Finish(split, child.Value.Number, Now),
            (ticket, version) => split.Origin.Outcome(StateJson.Write(SplitReceipt(ticket, version)))
        );
    }

    private static TicketReceipt SplitReceipt(Ticket ticket, long version) =>
        TicketProjections.Receipt(ticket, version) with
        {
            Child = ticket.Splits.IsEmpty ? null : ticket.Splits[^1].Child,
        };
}
