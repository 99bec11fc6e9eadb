using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <content>
/// The flows of a ticket with other grains after its own commit: settling with the account, and opening the ticket for split messages
/// or a late reply. Each step can be repeated; the sweep resumes flows that a crash interrupted.
/// </content>
internal sealed partial class TicketGrain
{
    /// <summary>Finishes an interrupted flow; if that fails again, the rules report that it is in progress.</summary>
    private Task<bool> TryFinishAsync() => TryFinishAsync(FinishAsync);

    private async Task FinishAsync()
    {
        ThrowIfFailed();
        if (State.Modification is { } modification)
        {
            await FinishModificationAsync(modification);
        }

        if (State.Return is { } giveBack)
        {
            await FinishReturnAsync(giveBack);
        }

        while (State.Settlement is { } settlement)
        {
            await TakeStepAsync(settlement);
        }

        if (State.Split is { } split)
        {
            await FinishSplitAsync(split);
        }

        if (State.Reply is { } reply)
        {
            await FinishFollowUpAsync(reply);
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
        await LearnAccountAsync(events.Aggregate(State, Apply));
        await CommitAsync(
            settlement.Origin.Actor,
            events,
            (ticket, version) =>
                ticket.Settlement is null ? settlement.Origin.Outcome(StateJson.Write(Receipt(ticket, version))) : null
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
            LeaveLine leave => await LeaveLineAsync(context, leave),
            GiveBack give => await Account.RefundAsync(
                context,
                new RefundTicket(State.Number, settlement.Revision, give.Lots)
            ),
            _ => throw new InvalidOperationException($"{step.GetType().Name} is no step."),
        };
        return answer.Ok ? answer.Value : throw new StepRefusedException(step.Operation, answer.Refusal.Detail);
    }

    /// <summary>Withdraws a waiting charge, or finds that an earlier release already did so under its own key.</summary>
    private async Task<Answer<ChargeReceipt>> LeaveLineAsync(CommandContext context, LeaveLine leave)
    {
        var withdrawal = new WithdrawCharge(leave.Charge);
        var left = await Account.WithdrawAsync(context, withdrawal);
        return left is { Ok: false, Refusal.Code: RefusalCode.ChargeNotWaiting }
            ? await Account.WithdrawAsync(context with { Id = new CommandId(leave.FormerOperation) }, withdrawal)
            : left;
    }

    private async Task FinishSplitAsync(PendingSplit split)
    {
        var rows = await Services.Reader.ReadHistoryRowsAsync(Key, split.Messages);
        var child = await OpenChildAsync(
            split.Child,
            split.Origin,
            split.Subject,
            split.Coverage ?? State.Coverage,
            [.. rows.OrderBy(row => row.Seq).Select(Conversation.MovedOf)]
        );
        await LearnAccountAsync(State);
        await CommitAsync(
            split.Origin.Actor,
            SplitRules.Finish(split, child.Number, Now),
            (ticket, version) => split.Origin.Outcome(StateJson.Write(SplitReceipt(ticket, version)))
        );
    }

    /// <summary>A customer's reply to this closed ticket.</summary>
    private async Task<Answer<TicketReceipt>> ReplyToClosedAsync(CommandContext context, PostMessage command)
    {
        var coverage = await CoverageNowAsync();
        return await ExecuteAsync(
            context,
            command,
            (ticket, origin) => ReopeningRules.Reply(ticket, Key, origin, command, coverage, policy.Current, Now),
            (ticket, _, version) => ReplyReceipt(ticket, version),
            FinishAsync
        );
    }

    private async Task FinishFollowUpAsync(PendingFollowUp reply)
    {
        var child = await OpenChildAsync(
            reply.Child,
            reply.Origin,
            State.Subject,
            reply.Coverage,
            [
                new(reply.Row, reply.At, reply.Author.Id, reply.Author.Name, reply.Body)
                {
                    Attachments = reply.Attachments,
                },
            ]
        );
        await CommitAsync(
            reply.Origin.Actor,
            ReopeningRules.Finish(new(child.Number, child.Message ?? 0), Now),
            (ticket, version) => reply.Origin.Outcome(StateJson.Write(ReplyReceipt(ticket, version)))
        );
    }

    /// <summary>Opens another ticket of the same customer and license. Idempotent.</summary>
    private async Task<TicketReceipt> OpenChildAsync(
        TicketId id,
        Origin origin,
        string subject,
        LicenseCoverage coverage,
        ImmutableArray<SplitMessage> messages
    )
    {
        var child = await GrainFactory
            .GetGrain<ITicketGrain>(id.Value)
            .OpenSplitAsync(
                new CommandContext(origin.Actor, new CommandId(id.Value)),
                new OpenSplitTicket(
                    Id,
                    State.Number,
                    State.Customer,
                    State.CustomerName,
                    State.License,
                    State.Edition,
                    State.Desk,
                    coverage,
                    subject,
                    messages
                )
            );
        return child.Ok
            ? child.Value
            : throw new InvalidOperationException($"A linked ticket can't be refused: {child.Refusal.Detail}");
    }

    /// <summary>The location of the reply: here if it reopened this ticket, otherwise in the follow-up ticket.</summary>
    private TicketReceipt ReplyReceipt(Ticket ticket, long version)
    {
        var receipt = Receipt(ticket, version);
        return ticket is { IsLive: false, FollowUps: [.., var newest] }
            ? receipt with
            {
                Child = newest.Number,
                Message = newest.Message,
            }
            : receipt with
            {
                Message = ticket.HistorySeq,
            };
    }

    private TicketReceipt SplitReceipt(Ticket ticket, long version) =>
        Receipt(ticket, version) with
        {
            Child = ticket.Splits.IsEmpty ? null : ticket.Splits[^1].Child,
        };
}
