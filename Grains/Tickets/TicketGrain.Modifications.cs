using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <content>
/// Free minor modifications (Policy E3). Taking: (1) the ticket marks what it asks for; (2) the license gives one of the
/// month's, or none; (3) the assessment takes effect, and only now the command is recorded: a refusal takes the mark off and
/// leaves the command id unused. Giving back: (1) the agreement marks it, or the assessment that does without; (2) the license takes it; (3) the mark is removed.
/// </content>
internal sealed partial class TicketGrain
{
    private ILicenseGrain License => GrainFactory.GetGrain<ILicenseGrain>(State.License.GrainKey);

    /// <summary>Assesses a modification that may be free; null where that is not for the license to say, or was said before.</summary>
    private async Task<Answer<TicketReceipt>?> AssessModificationAsync(CommandContext context, AssessTicket command)
    {
        if (!await TryFinishAsync() && State.Modification?.Origin.Command == context.Id.Value)
        {
            // Begun by this very command before.
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

    /// <summary>Asks the license, and lets the assessment follow; answers why it is refused.</summary>
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
