using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// Free minor modifications across ticket and license (Policy E3): the ticket records its request, the license provides one
/// from the month's quota or none, and the assessment takes effect. A ticket that no longer needs its modification returns it.
/// </summary>
internal static class ModificationRules
{
    /// <summary>
    /// Whether an assessment requests a free modification from the license: a minor one, asked under VIP care, for a ticket that
    /// has none yet (Policy E3).
    /// </summary>
    public static bool AsksLicense(Ticket ticket, AssessTicket command) =>
        command is { Category: Category.ComplexModification, MinorModification: true }
        && ticket.Coverage.IsVipAt(ticket.AskedAt)
        && ticket.FreeModification is null;

    /// <summary>Records the request for a modification, after everything else that could refuse the assessment was checked.</summary>
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
    /// The result of the license's response: the assessment, free or, if none is left, priced like any other modification.
    /// If that is refused, the request is removed and nothing else changes. A modification that the assessment does
    /// not need is returned: the policy may have changed in the meantime.
    /// </summary>
    /// <param name="ticket">The ticket, with the modification in progress.</param>
    /// <param name="isTaken">Whether the license provided one.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The current time.</param>
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

    /// <summary>The modification that an acceptance returns: the ticket has one but no longer needs it (Policy E3).</summary>
    public static PendingReturn? ReturnOf(Ticket ticket, AssessmentAgreed agreed) =>
        ticket.FreeModification is { } held
        && (
            agreed.Assessment.FreeModification != held
            || agreed.Basis is AgreementBasis.Duplicate or AgreementBasis.Merged
        )
            ? new(held, agreed.At, agreed.Origin)
            : null;
}
