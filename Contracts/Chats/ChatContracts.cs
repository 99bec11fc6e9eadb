using System.Collections.Immutable;
using Tallydesk.Queues;

namespace Tallydesk.Chats;

/// <summary>What customers and engineers call at <c>/hubs/chat</c>. A command id is kept over repeats of the same act.</summary>
public interface IChatHub
{
    /// <summary>
    /// Begins to tell this connection of changes, then answers with the open chats: all of them for staff, their own for a
    /// customer. A change that is already in the answer may still come after it.
    /// </summary>
    Task<ImmutableArray<ChatRow>> Follow();

    /// <summary>Up to 100 messages of a chat after an id, oldest first; 0 from the start. Null if the chat doesn't exist or can't be seen.</summary>
    Task<ImmutableArray<ChatWords>?> Read(string chat, long after);

    /// <summary>Starts a chat, by a customer. Outside support hours the answer names the ticket it left.</summary>
    Task<ChatAct> Start(string license, string text, string commandId);

    /// <summary>Adds a message; staff who answer a waiting chat take it.</summary>
    Task<ChatAct> Say(string chat, string text, string commandId);

    /// <summary>Takes a chat, by staff.</summary>
    Task<ChatAct> Take(string chat, string commandId);

    /// <summary>Keeps a chat as answered, by staff; leaves it, by its customer, whose unanswered question becomes a ticket.</summary>
    Task<ChatAct> Close(string chat, string commandId);

    /// <summary>Makes a chat a ticket, by staff.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="subject">The ticket's subject.</param>
    /// <param name="categoryHint">What the engineer takes it for, such as <c>configuration</c>, or null.</param>
    /// <param name="message">The customer's message whose instant counts as asked; null for the first.</param>
    /// <param name="commandId">The command id.</param>
    Task<ChatAct> MakeTicket(string chat, string subject, string? categoryHint, long? message, string commandId);
}

/// <summary>The messages to followers of <c>/hubs/chat</c>.</summary>
public interface IChatClient
{
    /// <summary>The current state of a chat with its newest message. Of two rows of one chat, the higher version wins.</summary>
    Task Changed(ChatRow chat);

    /// <summary>Changes were lost on the way: follow again.</summary>
    Task Missed();
}

/// <summary>A chat as its followers see it. Instants are UTC; words are camelCase as in the REST interface.</summary>
public sealed record ChatRow
{
    /// <summary>The chat's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its version; higher is newer.</summary>
    public required long Version { get; init; }

    /// <summary><c>waiting</c>, <c>taken</c>, <c>answered</c> or <c>ticket</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Customer { get; init; }

    /// <summary>The license's number.</summary>
    public required string License { get; init; }

    /// <summary>The license's edition.</summary>
    public required string Edition { get; init; }

    /// <summary>The beginning of the first message.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The engineer who has taken it.</summary>
    public BoardAssignee? Engineer { get; init; }

    /// <summary>The oldest customer message without an answer; null when none is.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The number of the ticket it became.</summary>
    public long? Ticket { get; init; }

    /// <summary>How many messages there are; who has fewer reads the others.</summary>
    public required int Messages { get; init; }

    /// <summary>The newest message.</summary>
    public required ChatWords Newest { get; init; }
}

/// <summary>A message of a chat.</summary>
/// <param name="Id">Its id within the chat; ids are ascending.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole"><c>customer</c>, <c>engineer</c>, <c>lead</c> or <c>admin</c>.</param>
/// <param name="Body">The text.</param>
public sealed record ChatWords(long Id, DateTimeOffset At, string Author, string AuthorRole, string Body);

/// <summary>What an act came to.</summary>
/// <param name="Chat">The chat's id; null when refused.</param>
/// <param name="Status">Its status.</param>
/// <param name="Message">The id of the message that was added.</param>
/// <param name="Ticket">The number of the ticket it became.</param>
/// <param name="Code">The refusal's stable code; null when done. <c>outcome_unknown</c> and <c>try_again_later</c>: repeat with the same command id.</param>
/// <param name="Detail">The refusal in a sentence.</param>
public sealed record ChatAct(
    string? Chat,
    string? Status = null,
    long? Message = null,
    long? Ticket = null,
    string? Code = null,
    string? Detail = null
);
