using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// What becomes of tickets that are over (Policy F4). Days of the policy are exactly 24 hours each, counted from the
/// instant at which the ticket was solved or closed; their end is excluded.
/// </summary>
/// <remarks>
/// A ticket that was closed is reopened whatever its outcome, also as a duplicate or as one that can't be solved. One that
/// was withdrawn, merged or referred to custom development is final: its customer opens another.
/// </remarks>
internal static class ReopeningRules
{
    /// <summary>Whether a message is a customer's reply to a closed ticket.</summary>
    public static bool IsReplyToClosed(Ticket ticket, Actor actor, PostMessage command) =>
        ticket.Status == TicketStatus.Closed && actor.Role == Role.Customer && !command.Internal;

    /// <summary>
    /// A customer's reply to a closed ticket. Within the days of grace it reopens the ticket at no new charge: what was agreed
    /// and charged stays. Later it becomes a ticket of its own about the same license, asked when it was written, without an
    /// agreement in advance. Refused then: a revoked license can't be named on a new ticket (Policy A8).
    /// </summary>
    /// <param name="ticket">The closed ticket.</param>
    /// <param name="key">Its grain's key.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The message.</param>
    /// <param name="coverage">What the license covers as it stands.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The instant.</param>
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

    /// <summary>The ticket that a late reply became is there: both are linked, and the customer is told.</summary>
    public static ImmutableArray<TicketEvent> Finish(FollowUp followUp, DateTimeOffset now) =>
        [
            new FollowUpFinished(followUp),
            new MessagePosted(
                now,
                Author.Of(Actor.Desk),
                $"Your later reply to this ticket became ticket {followUp.Number}."
            ),
        ];

    /// <summary>
    /// Goes on with a solved or closed ticket without a message, at no new charge. Staff may at any time; its customer within
    /// the days of grace, else refused: <see cref="RefusalCode.ReopeningTooLate"/>. A customer waits for an answer from now on.
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

    /// <summary>The desk closes a ticket that has been solved for the policy's days; null while that is not so.</summary>
    public static TicketClosed? CloseWhenDue(Ticket ticket, SupportPolicy policy, DateTimeOffset now) =>
        ticket.Status == TicketStatus.Solved && SolvedUntil(policy, now) >= EndOf(ticket)
            ? new(Author.Of(Actor.Desk), now)
            : null;

    /// <summary>Tickets solved at this instant or before are due to be closed.</summary>
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
