using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>The data of a new ticket in addition to its command.</summary>
/// <param name="Number">The number assigned to it.</param>
/// <param name="Desk">The queue of the ticket.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="License">The license it names.</param>
public sealed record Opening(long Number, string Desk, string CustomerName, LicenseView License);

/// <summary>How tickets are opened: by a question (Policy A6 to A8, D3), by a split (F1, F2), or from a chat (E5).</summary>
public static class OpeningRules
{
    /// <summary>The longest subject, in characters.</summary>
    public const int LongestSubject = 200;

    /// <summary>The longest message, in characters.</summary>
    public const int LongestBody = 20_000;

    /// <summary>Validates the input; null if it is valid.</summary>
    public static Refusal? Check(OpenTicket command) =>
        Fields.Text("subject", command.Subject, LongestSubject)
        ?? CheckBody(command.Body)
        ?? CreditAmount.Refuse("preAgreedUpTo", command.PreAgreedUpTo);

    /// <summary>Validates the text of a message; null if it is valid.</summary>
    public static Refusal? CheckBody(string body) => Fields.Text("body", body, LongestBody);

    /// <summary>Opens a ticket. Refused for system tokens and for revoked licenses (Policy A8).</summary>
    public static Answer<Decision<TicketEvent>> Open(
        Ticket ticket,
        Actor actor,
        OpenTicket command,
        Opening opening,
        DateTimeOffset now
    )
    {
        if (ticket.Exists)
        {
            throw new InvalidOperationException($"Ticket {ticket.Number} is already open.");
        }

        if (actor.Role == Role.System)
        {
            return new Refusal(RefusalCode.Forbidden, "System tokens can't open tickets.");
        }

        var license = opening.License;
        if (RefuseRevoked(license) is { } revoked)
        {
            return revoked;
        }

        return Decision<TicketEvent>.Of(
            new TicketOpened(
                opening.Number,
                license.Customer,
                opening.CustomerName,
                license.Number,
                license.Edition,
                opening.Desk,
                command.Subject,
                now,
                license.Coverage,
                command.CategoryHint,
                command.PreAgreedUpTo,
                command.Acknowledged,
                Parent: null
            ),
            new MessagePosted(now, Author.Of(actor), command.Body) { Attachments = command.Attachments }
        );
    }

    /// <summary>Refuses a revoked license (Policy A8); null for all others.</summary>
    public static Refusal? RefuseRevoked(LicenseView license) =>
        license.Coverage.RevokedAt is null
            ? null
            : new Refusal(RefusalCode.LicenseRevoked, $"License {license.Number} has been revoked.").With(
                "license",
                license.Number.Value
            );

    /// <summary>
    /// Opens a ticket for split messages: asked when its oldest message was written, without a pre-approved amount (Policy F1,
    /// F2). An existing ticket stays unchanged.
    /// </summary>
    public static Answer<Decision<TicketEvent>> OpenSplit(Ticket ticket, OpenSplitTicket command, long number)
    {
        if (ticket.Exists)
        {
            return Decision<TicketEvent>.Nothing;
        }

        var opened = new TicketOpened(
            number,
            command.Customer,
            command.CustomerName,
            command.License,
            command.Edition,
            command.Desk,
            command.Subject,
            command.Messages.Min(message => message.At),
            command.Coverage,
            CategoryHint: null,
            PreAgreedUpTo: null,
            Acknowledged: false,
            command.ParentNumber
        );
        ImmutableArray<TicketEvent> events =
        [
            opened,
            .. command.Messages.Select(message => new MessagePosted(
                message.At,
                new Author(message.Author, message.AuthorName, Role.Customer),
                message.Body
            )
            {
                Attachments = message.Attachments,
            }),
        ];
        return new Decision<TicketEvent>(events);
    }

    /// <summary>
    /// Opens a ticket with the transcript of a chat: asked when the chosen message was written, and waiting since then,
    /// whatever was answered in the chat (Policy E5). An existing ticket stays unchanged.
    /// </summary>
    public static Answer<Decision<TicketEvent>> OpenFromChat(Ticket ticket, OpenChatTicket command, long number)
    {
        if (ticket.Exists)
        {
            return Decision<TicketEvent>.Nothing;
        }

        var opened = new TicketOpened(
            number,
            command.Customer,
            command.CustomerName,
            command.License,
            command.Edition,
            command.Desk,
            command.Subject,
            command.Messages.Single(message => message.Message == command.Asked).At,
            command.Coverage,
            command.CategoryHint,
            PreAgreedUpTo: null,
            Acknowledged: false,
            Parent: null
        )
        {
            Chat = command.Chat,
            RepliesTo = command.RepliesTo,
        };
        ImmutableArray<TicketEvent> events =
        [
            opened,
            .. command.Messages.Select(message => new MessagePosted(
                message.At,
                new Author(message.Author, message.AuthorName, message.AuthorRole),
                message.Body
            )
            {
                InChat = true,
            }),
        ];
        return new Decision<TicketEvent>(events);
    }
}
