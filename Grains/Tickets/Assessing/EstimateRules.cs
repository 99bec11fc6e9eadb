using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>Estimates an assessment with the same rules that assess and charge; nothing is saved.</summary>
internal static class EstimateRules
{
    /// <summary>Assesses and settles copies of the ticket and the customer's account.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="key">The ticket's grain key.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="command">The assessment to estimate.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="account">The customer's account.</param>
    /// <param name="now">The current time.</param>
    /// <param name="modification">Any text if the license still has a free minor modification (Policy E3), otherwise null.</param>
    /// <remarks>Refused as <see cref="AssessmentRules.Assess"/>, and if the account's waiting line is full.</remarks>
    public static Answer<AssessmentEstimate> Estimate(
        Ticket ticket,
        string key,
        Actor actor,
        AssessTicket command,
        SupportPolicy policy,
        AccountView account,
        DateTimeOffset now,
        string? modification
    )
    {
        var decided = AssessmentRules.Assess(
            ticket,
            new(actor, "", ""),
            command,
            policy,
            account.Balance,
            now,
            modification
        );
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        var assessed = decided.Value.Events.Aggregate(ticket, TicketApply.Apply);
        var copy = CopyOf(account, ticket);
        while (assessed.Settlement is not null && SettlementRules.Next(assessed, key) is { } step)
        {
            var answer = Take(copy, assessed, step);
            if (!answer.Ok)
            {
                return answer.Refusal;
            }

            copy = answer.Value.Account;
            assessed = SettlementRules
                .After(assessed, key, answer.Value.Receipt, now)
                .Aggregate(assessed, TicketApply.Apply);
        }

        var told = TicketProjections.Receipt(assessed, version: 0, Receipts.View(copy, version: 0));
        return new AssessmentEstimate(told.Assessment!, OutcomeOf(assessed), told.Shortage);
    }

    private static AssessmentOutcome OutcomeOf(Ticket assessed) =>
        assessed.Proposed is not null ? AssessmentOutcome.AwaitingConsent
        : assessed.Waiting is not null ? AssessmentOutcome.AwaitingCredits
        : AssessmentOutcome.Charged;

    /// <summary>An account with the same balance and waiting line. The lots make no difference here.</summary>
    private static CreditAccount CopyOf(AccountView account, Ticket ticket) =>
        new()
        {
            Balance = account.Balance,
            Lots = account.Balance == CreditAmount.Zero ? [] : [new(0, LotSource.Adjustment, "", account.Balance)],
            Waiting =
            [
                .. account.Waiting.Select(charge => new WaitingCharge(
                    charge.Ticket == ticket.Number && ticket.Waiting is { } own
                        ? own.Charge
                        : $"{charge.Ticket}/{charge.Revision}",
                    new($"{charge.Ticket}"),
                    charge.Ticket,
                    charge.Revision,
                    charge.Credits
                )),
            ],
        };

    /// <summary>The account's result for a step, and the account after it.</summary>
    private static Answer<Taken> Take(CreditAccount account, Ticket ticket, SettlementStep step)
    {
        var id = new CommandId(step.Operation);
        var revision = ticket.Settlement!.Revision;
        var (decided, receipt) = step switch
        {
            TakeCredits take => (
                CreditRules.Charge(
                    account,
                    id,
                    new(new($"{ticket.Number}"), ticket.Number, revision, take.Credits, take.Replaces)
                ),
                Receipts.OfCharge(id)
            ),
            LeaveLine leave => (
                CreditRules.Withdraw(account, new(leave.Charge)),
                Receipts.OfWithdrawal(new(leave.Charge))
            ),
            GiveBack give => (
                CreditRules.Refund(account, id, new(ticket.Number, revision, give.Lots), ticket.Spent),
                Receipts.OfRefund(id)
            ),
            _ => throw new InvalidOperationException($"{step.GetType().Name} is no step."),
        };
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        var events = decided.Value.Events;
        var after = events.Aggregate(account, CreditAccount.Apply);
        return new Taken(after, receipt(after, events));
    }

    private sealed record Taken(CreditAccount Account, ChargeReceipt Receipt);
}
