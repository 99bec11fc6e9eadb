using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>One issue per ticket: other questions are split into separate tickets (Policy F1 to F3).</summary>
internal static class SplitRules
{
    private const int MostMessages = 100;

    /// <summary>Splits messages into a separate ticket. The parent's charge and response target stay unchanged.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="parent">Its grain's key.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The chosen messages and the new subject.</param>
    /// <param name="messages">The chosen messages that exist.</param>
    /// <param name="coverage">The license's current coverage, which applies to the new ticket (Policy A8).</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<TicketEvent>> Split(
        Ticket ticket,
        string parent,
        Origin origin,
        SplitTicket command,
        ImmutableArray<ConversationMessage> messages,
        LicenseCoverage coverage,
        DateTimeOffset now
    )
    {
        var refusal =
            RefuseUnread(ticket, origin.Actor, command)
            ?? RefuseSplitBefore(ticket, command)
            ?? RefuseOthers(ticket, command, messages);
        if (refusal is not null)
        {
            return refusal;
        }

        if (ticket.Split is not null)
        {
            return new Refusal(
                RefusalCode.ChargeInFlight,
                "Another split of this ticket is in progress. Try again shortly."
            );
        }

        ImmutableArray<long> chosen = [.. command.Messages.Order()];
        var child = TicketId.For(new CommandId($"{parent}/split/{chosen[0]}"));
        return Decision<TicketEvent>.Of(
            new SplitStarted(new(child, chosen, command.Subject, now, origin) { Coverage = coverage })
        );
    }

    /// <summary>Checks that don't need the messages, so that none are loaded for callers who can't split or list too many; null if there is no refusal.</summary>
    public static Refusal? RefuseUnread(Ticket ticket, Actor actor, SplitTicket command) =>
        TicketTable.Refuse(ticket, TicketAction.Split, actor) ?? Check(command);

    /// <summary>The split-off ticket exists: links both tickets and informs the customer.</summary>
    public static ImmutableArray<TicketEvent> Finish(PendingSplit split, long child, DateTimeOffset now) =>
        [
            new SplitFinished(child),
            new MessagePosted(
                now,
                Author.Of(Actor.Desk),
                $"A separate question was split into ticket {child}: {split.Subject}"
            ),
        ];

    private static Refusal? Check(SplitTicket command) =>
        command.Messages.Length is 0 or > MostMessages
            ? Fields.Invalid(
                "messageIds",
                $"Choose 1 to {MostMessages} messages to split. You chose {command.Messages.Length}."
            )
        : command.Messages.CountBy(message => message).FirstOrDefault(message => message.Value > 1)
            is { Value: > 1, Key: var repeated }
            ? Fields.Invalid("messageIds", $"Message {repeated} is listed twice. List each message once.")
        : Fields.Text("subject", command.Subject, OpeningRules.LongestSubject);

    private static Refusal? RefuseSplitBefore(Ticket ticket, SplitTicket command)
    {
        var children = ticket
            .Splits.Where(split => split.Messages.Intersect(command.Messages).Any())
            .Select(split => split.Child)
            .ToImmutableArray();
        return children.IsEmpty
            ? null
            : children.Aggregate(
                new Refusal(RefusalCode.AlreadySplit, $"Already split into ticket {string.Join(", ", children)}.").With(
                    "tickets",
                    string.Join(",", children)
                ),
                (refusal, child) => refusal.With("ticket", child)
            );
    }

    private static Refusal? RefuseOthers(
        Ticket ticket,
        SplitTicket command,
        ImmutableArray<ConversationMessage> messages
    )
    {
        if (command.Messages.Contains(ticket.FirstMessage))
        {
            return new(
                RefusalCode.FirstMessage,
                "The first message can't be split, because it is what the ticket is about."
            );
        }

        var own = messages
            .Where(message => message is { Internal: false, AuthorRole: Role.Customer })
            .Select(message => message.Id);
        ImmutableArray<long> others = [.. command.Messages.Except(own).Order()];
        return others.IsEmpty
            ? null
            : new Refusal(
                RefusalCode.NotACustomerMessage,
                $"Only the customer's messages in this ticket can be split, not {string.Join(", ", others)}."
            ).With("message", others[0]);
    }
}
