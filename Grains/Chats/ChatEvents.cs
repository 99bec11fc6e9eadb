using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>Something that happened to a chat.</summary>
public abstract record ChatEvent;

/// <summary>The customer started the chat (Policy E5).</summary>
/// <param name="Customer">The owner.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="Email">The owner's associated address, where replies of a ticket go too.</param>
/// <param name="License">The license it is about.</param>
/// <param name="Edition">The license's edition.</param>
/// <param name="Coverage">What the license covers.</param>
/// <param name="Desk">The queue of a new ticket.</param>
/// <param name="Subject">The beginning of the first message.</param>
/// <param name="At">When.</param>
/// <param name="ClosesAt">When support closes; null outside support hours.</param>
[Stored("chatStarted")]
internal sealed record ChatStarted(
    CustomerId Customer,
    string CustomerName,
    string Email,
    LicenseNumber License,
    string Edition,
    LicenseCoverage Coverage,
    string Desk,
    string Subject,
    DateTimeOffset At,
    DateTimeOffset? ClosesAt
) : ChatEvent;

/// <summary>A message was posted.</summary>
[Stored("chatMessagePosted")]
public sealed record ChatMessagePosted(DateTimeOffset At, Author Author, string Body) : ChatEvent, IDatedEvent;

/// <summary>An engineer took the chat, or a lead took it over.</summary>
[Stored("chatTaken")]
internal sealed record ChatTaken(Assignee Engineer) : ChatEvent;

/// <summary>The engineer in the chat has left: it waits for another one.</summary>
/// <param name="Engineer">Who was in it.</param>
/// <param name="Reason">Why, for staff.</param>
[Stored("chatReturned")]
public sealed record ChatReturned(Assignee Engineer, string Reason) : ChatEvent;

/// <summary>Support is open beyond the instant at which the chat would have stopped waiting.</summary>
[Stored("chatWaitsOn")]
internal sealed record ChatWaitsOn(DateTimeOffset ClosesAt) : ChatEvent;

/// <summary>The question was answered in the chat.</summary>
[Stored("chatAnswered")]
internal sealed record ChatAnswered(Author By) : ChatEvent;

/// <summary>The chat is on its way into a ticket.</summary>
[Stored("chatTicketStarted")]
internal sealed record ChatTicketStarted(PendingChatTicket Pending) : ChatEvent;

/// <summary>The ticket is there.</summary>
/// <param name="Number">Its number.</param>
/// <param name="RepliesTo">The customer's email address, which is also notified of replies.</param>
[Stored("chatTicketMade")]
internal sealed record ChatTicketMade(long Number, string RepliesTo) : ChatEvent;

/// <summary>A ticket that a chat is becoming.</summary>
/// <param name="Ticket">The ticket's grain.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="CategoryHint">The engineer's idea of the category.</param>
/// <param name="Asked">The message whose instant is its asked-at.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingChatTicket(
    TicketId Ticket,
    string Subject,
    Category? CategoryHint,
    long Asked,
    DateTimeOffset Since,
    Origin Origin
)
{
    /// <summary>What the license covered when the ticket was begun: a revocation during the chat counts (Policy A8). Null for a chat that is a ticket from its start.</summary>
    public LicenseCoverage? Coverage { get; init; }
}
