using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <content>
/// A command that only charges credits is written in one transaction with the charge (DECISIONS.md 60): the ticket asks for the
/// outcome of the charge, prepares its complete commit for that outcome, and passes it to the account. If nothing is written, or there is no
/// response, the ticket and the account commit one after the other, as in all other settlements: the ticket's fence allows only
/// one of the two.
/// </content>
internal sealed partial class TicketGrain
{
    // Another charge may be first and use other lots, so a charge that can be paid is retried. One that would wait is not:
    // the line ahead of it changes too often.
    private const int MostJointAttempts = 3;

    private IJointChargeGrain JointCharges => GrainFactory.GetGrain<IJointChargeGrain>(State.Customer.Account.Value);

    /// <summary>Writes events that start a charge together with the charge and its result.</summary>
    /// <returns>All events that were written; null if there were none.</returns>
    private async Task<ImmutableArray<TicketEvent>?> TryChargeJointlyAsync(
        Actor actor,
        ImmutableArray<TicketEvent> events,
        CareNow care,
        Recording<Ticket, TicketEvent> record
    )
    {
        var decided = events.Aggregate(State, Apply);
        if (SettlementRules.OnlyCharge(State, decided, Key) is not { } take)
        {
            return null;
        }

        var context = new CommandContext(actor, new CommandId(take.Operation));
        var charge = new ChargeTicket(Id, decided.Number, decided.Settlement!.Revision, take.Credits);
        var expected = await PreviewAsync(context, charge);
        for (var attempt = 0; expected is not null && attempt < MostJointAttempts; attempt++)
        {
            var after = SettlementRules.After(decided, Key, expected, Now);
            ImmutableArray<TicketEvent> all = [.. events, .. PromisedAnswers.With(decided, after, care, Now)];
            account = expected.State == ChargeState.Waiting ? Receipts.ViewWith(expected, charge) : null;
            var outcome = JointOutcome.NotWritten;
            var isWritten = await TryCommitAsync(
                actor,
                all,
                (next, version) => record(next, all, version),
                async commit =>
                {
                    outcome = await ChargeJointlyAsync(context, new(charge, expected, commit));
                    return outcome.IsWritten;
                }
            );
            if (isWritten)
            {
                return all;
            }

            expected = outcome.Receipt is { State: ChargeState.Settled } other ? other : null;
        }

        return null;
    }

    private async Task<JointOutcome> ChargeJointlyAsync(CommandContext context, JointCharge joint)
    {
        var charging = JointCharges.ChargeJointlyAsync(context, joint);
        try
        {
            return await charging.WaitAsync(AccountPatience);
        }
        catch (Exception e) when (Outages.IsOne(e))
        {
            charging.Ignore();
            LeaveOpen();
            return JointOutcome.NotWritten;
        }
    }

    /// <summary>The outcome of a charge; null if the account refuses it or does not respond.</summary>
    private async Task<ChargeReceipt?> PreviewAsync(CommandContext context, ChargeTicket charge)
    {
        var previewing = JointCharges.PreviewChargeAsync(context, charge);
        try
        {
            return (await previewing.WaitAsync(AccountPatience)).Value;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A silo of an earlier release does not know this method.
            previewing.Ignore();
            return null;
        }
    }
}
