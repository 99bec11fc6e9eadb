using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// Free minor modifications over ticket and license (Policy E3): the ticket marks what it asks for, the license gives one
/// of the month's or none, and the assessment takes effect. A ticket that costs something else gives its own back.
/// </summary>
internal static class ModificationRules
{
    /// <summary>
    /// Whether an assessment asks the license for a free modification: a minor one, asked under VIP care, by a ticket that
    /// has none yet (Policy E3).
    /// </summary>
    public static bool AsksLicense(Ticket ticket, AssessTicket command) =>
        command is { Category: Category.ComplexModification, MinorModification: true }
        && ticket.Coverage.IsVipAt(ticket.AskedAt)
        && ticket.FreeModification is null;

    /// <summary>Marks the modification as under way, once all else that could refuse the assessment has been looked at.</summary>
    public static Answer<Decision<TicketEvent>> Request(
        Ticket ticket,
        string key,
        Origin origin,
        AssessTicket command,
        SupportPolicy policy,
        CreditAmount? balance,
        DateTimeOffset now
    )
    {
        var operation = OperationKeys.OfModification(key, ticket.LastRevision + 1, ticket.ModificationsUnused);
        var assessed = AssessmentRules.Assess(ticket, origin, command, policy, balance, now, operation);
        return assessed.Ok
            ? Decision<TicketEvent>.Of(new ModificationRequested(new(operation, command, balance, now, origin)))
            : assessed;
    }

    /// <summary>
    /// What follows from the license's answer: the assessment, free or, with none left, priced as any other modification.
    /// Where that is refused, the mark is taken off and nothing else changes. What the license gave and the assessment does
    /// without goes back: the policy may have changed while the license was asked.
    /// </summary>
    /// <param name="ticket">The ticket, with the modification under way.</param>
    /// <param name="isTaken">Whether the license gave one.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The instant.</param>
    public static (ImmutableArray<TicketEvent> Events, Refusal? Refusal) After(
        Ticket ticket,
        bool isTaken,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        var pending = ticket.Modification ?? throw new InvalidOperationException("No modification is in progress.");
        var assessed = AssessmentRules.Assess(
            ticket with
            {
                Modification = null,
            },
            pending.Origin,
            pending.Command,
            policy,
            pending.Balance,
            now,
            isTaken ? pending.Operation : null
        );
        var events = assessed.Ok ? assessed.Value.Events : [new ModificationRefused(pending.Operation)];
        var isUnused = isTaken && events.Aggregate(ticket, TicketApply.Apply).FreeModification != pending.Operation;
        var unused = new PendingReturn(pending.Operation, now, pending.Origin) { IsRefused = !assessed.Ok };
        return (isUnused ? events.Add(new ModificationUnused(unused)) : events, assessed.Refusal);
    }

    /// <summary>The modification that an agreement gives back: the ticket holds one, and no longer for what is agreed (Policy E3).</summary>
    public static PendingReturn? ReturnOf(Ticket ticket, AssessmentAgreed agreed) =>
        ticket.FreeModification is { } held
        && (
            agreed.Assessment.FreeModification != held
            || agreed.Basis is AgreementBasis.Duplicate or AgreementBasis.Merged
        )
            ? new(held, agreed.At, agreed.Origin)
            : null;
}
