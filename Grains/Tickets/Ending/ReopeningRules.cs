using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// What happens to tickets that have ended (Policy F4). Days in the policy are exactly 24 hours each, counted from the
/// time when the ticket was solved or closed; the end is exclusive.
/// </summary>
/// <remarks>
/// A closed ticket can be reopened whatever its outcome, including duplicates and tickets that can't be solved. One that
/// was withdrawn, merged or referred to custom development is final: the customer has to open another one.
/// </remarks>
internal static class ReopeningRules
{
    /// <summary>Whether a message is a customer's reply to a closed ticket.</summary>
    public static bool IsReplyToClosed(Ticket ticket, Actor actor, PostMessage command) =>
        ticket.Status == TicketStatus.Closed && actor.Role == Role.Customer && !command.Internal;

    /// <summary>
    /// A customer's reply to a closed ticket. Within the grace period, it reopens the ticket at no extra charge: what was accepted
    /// and charged stays. Later, it becomes a follow-up ticket about the same license, asked when it was written, without a
    /// pre-approved amount. Refused then: a revoked license can't be named on a new ticket (Policy A8).
    /// </summary>
    /// <param name="ticket">The closed ticket.</param>
    /// <param name="key">Its grain's key.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The message.</param>
    /// <param name="coverage">The license's current coverage.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<TicketEvent>> Reply(
        Ticket ticket,
        string key,
        Origin origin,
        PostMessage command,
        LicenseCoverage coverage,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.ReplyToClosed, origin.Actor)
            ?? OpeningRules.CheckBody(command.Body)
            ?? RefuseUnfinished(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        var author = Author.Of(origin.Actor);
        if (now < GraceEnd(ticket, policy))
        {
            return Decision<TicketEvent>.Of(
                new TicketReopened(author, now),
                new MessagePosted(now, author, command.Body) { Attachments = command.Attachments }
            );
        }

        if (RefuseRevoked(ticket, coverage, policy) is { } revoked)
        {
            return revoked;
        }

        var row = ticket.HistorySeq + 1;
        var child = TicketId.For(new CommandId($"{key}/reply/{row}"));
        return Decision<TicketEvent>.Of(
            new FollowUpStarted(
                new(child, row, now, author, command.Body, coverage, origin) { Attachments = command.Attachments }
            )
        );
    }

    /// <summary>The follow-up ticket exists: links both tickets and informs the customer.</summary>
    public static ImmutableArray<TicketEvent> Finish(FollowUp followUp, DateTimeOffset now) =>
        [
            new FollowUpFinished(followUp),
            new MessagePosted(
                now,
                Author.Of(Actor.Desk),
                $"A later reply to this ticket became ticket {followUp.Number}."
            ),
        ];

    /// <summary>
    /// Reopens a solved or closed ticket without a message, at no extra charge. Staff can do this at any time, the customer within
    /// the grace period, otherwise refused: <see cref="RefusalCode.ReopeningTooLate"/>. A customer then waits for an answer from now on.
    /// </summary>
    public static Answer<Decision<TicketEvent>> Reopen(
        Ticket ticket,
        Actor actor,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Reopen, actor)
            ?? (actor.IsStaff ? null : RefuseTooLate(ticket, policy, now))
            ?? RefuseUnfinished(ticket);
        return refusal is not null ? refusal : Decision<TicketEvent>.Of(new TicketReopened(Author.Of(actor), now));
    }

    /// <summary>Closes a ticket that has been solved for the number of days in the policy; null if it is not due yet.</summary>
    public static TicketClosed? CloseWhenDue(Ticket ticket, SupportPolicy policy, DateTimeOffset now) =>
        ticket.Status == TicketStatus.Solved && SolvedUntil(policy, now) >= EndOf(ticket)
            ? new(Author.Of(Actor.Desk), now)
            : null;

    /// <summary>Tickets solved by this time are due to be closed.</summary>
    public static DateTimeOffset SolvedUntil(SupportPolicy policy, DateTimeOffset now) =>
        now - TimeSpan.FromDays(policy.CloseSolvedAfterDays);

    private static DateTimeOffset GraceEnd(Ticket ticket, SupportPolicy policy) =>
        EndOf(ticket) + TimeSpan.FromDays(policy.ReopenDays);

    private static DateTimeOffset EndOf(Ticket ticket) => ticket.EndedAt ?? ticket.ChangedAt;

    private static Refusal? RefuseTooLate(Ticket ticket, SupportPolicy policy, DateTimeOffset now) =>
        ticket.Status == TicketStatus.Closed && now >= GraceEnd(ticket, policy)
            ? new Refusal(
                RefusalCode.ReopeningTooLate,
                $"Ticket {ticket.Number} was closed more than {policy.ReopenDays} days ago and can't be reopened. Reply to it to open a follow-up ticket."
            ).With("days", policy.ReopenDays)
            : null;

    private static Refusal? RefuseRevoked(Ticket ticket, LicenseCoverage coverage, SupportPolicy policy) =>
        coverage.RevokedAt is null
            ? null
            : new Refusal(
                RefusalCode.LicenseRevoked,
                $"License {ticket.License} has been revoked, and ticket {ticket.Number} was closed too long ago to reopen it. "
                    + policy.Texts.WithoutLicense
            ).With("license", ticket.License.Value);

    private static Refusal? RefuseUnfinished(Ticket ticket) =>
        SettlementRules.RefuseInFlight(ticket)
        ?? (
            ticket.Reply is null
                ? null
                : new(RefusalCode.ChargeInFlight, "Another reply to this ticket is in progress. Try again shortly.")
        );
}
