using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <content>
/// Free minor modifications (Policy E3). Using one: (1) the ticket records its request; (2) the license provides one from the
/// month's quota, or none; (3) the assessment takes effect, and only then the command is recorded: a refusal removes the request and
/// leaves the command id unused. Returning one: (1) the acceptance, or the assessment that doesn't need it, records the return; (2) the license takes it back; (3) the record is removed.
/// </content>
internal sealed partial class TicketGrain
{
    private ILicenseGrain License => GrainFactory.GetGrain<ILicenseGrain>(State.License.GrainKey);

    /// <summary>Assesses a modification that may be free; null if the license doesn't decide that, or already did.</summary>
    private async Task<Answer<TicketReceipt>?> AssessModificationAsync(CommandContext context, AssessTicket command)
    {
        if (!await TryFinishAsync() && State.Modification?.Origin.Command == context.Id.Value)
        {
            // Started earlier by the same command.
            return Repeats.UnderWay;
        }

        if (
            !ModificationRules.AsksLicense(State, command)
            || RefuseStale(context) is not null
            || (await License.ViewAsync(Actor.Desk)).Value?.Modifications is not { HasMore: true }
            || await Services.Reader.FindCommandAsync(Key, context.Id.Value) is not null
        )
        {
            return null;
        }

        var origin = Origin.Of(context, CommandHash.Of(command));
        await LearnAccountAsync(State, mayPropose: true);
        var requested = ModificationRules.Request(State, Key, origin, command, policy.Current, account?.Balance, Now);
        if (!requested.Ok)
        {
            return requested.Refusal;
        }

        await CommitAsync(context.Actor, requested.Value.Events);
        Refusal? refusal = null;
        var isFinished = await TryFinishAsync(async () =>
        {
            refusal = await FinishModificationAsync(State.Modification!);
            await FinishAsync();
        });
        return refusal is not null ? refusal
            : !isFinished && State.IsPending(context.Id.Value) ? Repeats.UnderWay
            : Receipt(State, Version);
    }

    /// <summary>Asks the license and then assesses; returns the refusal, if any.</summary>
    private async Task<Refusal?> FinishModificationAsync(PendingModification pending)
    {
        var actor = pending.Origin.Actor;
        var taken = await License.TakeModificationAsync(
            new CommandContext(actor, new CommandId(pending.Operation)),
            new TakeModification(State.Number)
        );
        var (events, refusal) = ModificationRules.After(State, taken.Ok, policy.Current, Now);
        var care = await CareToAnswerAsync(actor);
        await LearnAccountAsync(events.Aggregate(State, Apply));
        await CommitAsync(
            actor,
            PromisedAnswers.With(State, events, care, Now),
            (ticket, version) =>
                refusal is null
                    ? pending.Origin.Recorded(
                        ticket.IsPending(pending.Origin.Command) ? null : StateJson.Write(Receipt(ticket, version))
                    )
                    : null
        );
        return refusal;
    }

    private async Task FinishReturnAsync(PendingReturn pending)
    {
        var returned = await License.ReturnModificationAsync(
            new CommandContext(pending.Origin.Actor, new CommandId(pending.Operation + "/return")),
            new ReturnModification(pending.Operation)
        );
        if (!returned.Ok)
        {
            throw new InvalidOperationException($"A return can't be refused: {returned.Refusal.Detail}");
        }

        await LearnAccountAsync(State);
        await CommitAsync(
            pending.Origin.Actor,
            [new ModificationGivenBack(pending.Operation)],
            (ticket, version) =>
                pending.IsRefused || ticket.IsPending(pending.Origin.Command)
                    ? null
                    : pending.Origin.Outcome(StateJson.Write(Receipt(ticket, version)))
        );
    }
}
