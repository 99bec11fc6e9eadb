using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>A question for the live chat (Policy E5).</summary>
/// <param name="License">The license it is about; it must have VIP care now.</param>
/// <param name="Body">1 to 2,000 characters.</param>
[Stored("startChat")]
[GenerateSerializer, Immutable, Alias("tallydesk.start-chat")]
public sealed record StartChat([property: Id(0)] LicenseNumber License, [property: Id(1)] string Body);

/// <summary>A message to a chat.</summary>
/// <param name="Body">1 to 2,000 characters.</param>
[Stored("sayInChat")]
[GenerateSerializer, Immutable, Alias("tallydesk.say-in-chat")]
public sealed record SayInChat([property: Id(0)] string Body);

/// <summary>A request to turn a chat into a ticket (Policy E5).</summary>
/// <param name="Subject">The ticket's subject, 1 to 200 characters.</param>
/// <param name="CategoryHint">The engineer's guess at the category; the assessment follows in the ticket (Policy D1).</param>
/// <param name="Message">The customer's message that determines when the ticket was asked; null for the first one.</param>
[Stored("makeChatTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.make-chat-ticket")]
public sealed record MakeChatTicket(
    [property: Id(0)] string Subject,
    [property: Id(1)] Category? CategoryHint,
    [property: Id(2)] long? Message
);

/// <summary>The status of a chat.</summary>
[Stored("chatStatus")]
public enum ChatStatus
{
    /// <summary>No engineer has taken it yet.</summary>
    Waiting,

    /// <summary>An engineer has taken it.</summary>
    Taken,

    /// <summary>Answered in the chat and kept.</summary>
    Answered,

    /// <summary>It became a ticket, or is about to.</summary>
    Ticket,
}

/// <summary>The result of a chat command.</summary>
/// <param name="Id">The chat.</param>
/// <param name="Version">Its version after the command.</param>
/// <param name="Status">Its status after the command; <c>ticket</c> if it became one.</param>
/// <param name="Message">The id of the message that was added; null for commands that add none.</param>
/// <param name="Ticket">The number of the ticket it became; null if it didn't.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-receipt")]
public sealed record ChatReceipt(
    [property: Id(0)] ChatId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] ChatStatus Status,
    [property: Id(3)] long? Message,
    [property: Id(4)] long? Ticket
);

/// <summary>A message of a chat.</summary>
/// <param name="Id">Its id within the chat; ids are ascending.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">customer, engineer, lead or admin.</param>
/// <param name="Body">The text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-message")]
public sealed record ChatMessage(
    [property: Id(0)] long Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Author,
    [property: Id(3)] Role AuthorRole,
    [property: Id(4)] string Body
);

/// <summary>A chat as its customer and staff see it, also in lists. The transcript is read separately.</summary>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-view")]
public sealed record ChatView
{
    /// <summary>The chat.</summary>
    [Id(0)]
    public required ChatId Id { get; init; }

    /// <summary>The version, also the ETag; of two views, the one with the higher version is newer.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Status.</summary>
    [Id(2)]
    public required ChatStatus Status { get; init; }

    /// <summary>The owner.</summary>
    [Id(3)]
    public required CustomerId Customer { get; init; }

    /// <summary>The owner's name.</summary>
    [Id(4)]
    public required string CustomerName { get; init; }

    /// <summary>The license it is about.</summary>
    [Id(5)]
    public required LicenseNumber License { get; init; }

    /// <summary>The license's edition.</summary>
    [Id(6)]
    public required string Edition { get; init; }

    /// <summary>The beginning of the first message.</summary>
    [Id(7)]
    public required string Subject { get; init; }

    /// <summary>When it was started.</summary>
    [Id(8)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The engineer who has taken it.</summary>
    [Id(9)]
    public Assignee? Engineer { get; init; }

    /// <summary>The oldest unanswered customer message; null if there is none.</summary>
    [Id(10)]
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The number of the ticket it became.</summary>
    [Id(11)]
    public long? Ticket { get; init; }

    /// <summary>The number of messages; a client that has fewer has missed some.</summary>
    [Id(12)]
    public required int Messages { get; init; }

    /// <summary>The newest message.</summary>
    [Id(13)]
    public required ChatMessage Newest { get; init; }

    /// <summary>Whether the chat is still open.</summary>
    public bool IsOpen => Status is ChatStatus.Waiting or ChatStatus.Taken;

    /// <summary>The chat as a reader sees it.</summary>
    public ChatView SeenBy(Actor reader) => this with { Engineer = Engineer?.SeenBy(reader) };
}
