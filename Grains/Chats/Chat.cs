using System.Text.Json.Serialization;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>A chat's state. Its messages are rows of the history, as a ticket's are.</summary>
[Stored("chat")]
public sealed record Chat : JournaledState, IJournaledState
{
    /// <summary>The owner.</summary>
    public CustomerId Customer { get; init; }

    /// <summary>The owner's name when the chat was started.</summary>
    public string CustomerName { get; init; } = "";

    /// <summary>The owner's associated address then.</summary>
    public string Email { get; init; } = "";

    /// <summary>The license it is about.</summary>
    public LicenseNumber License { get; init; }

    /// <summary>The license's edition.</summary>
    public string Edition { get; init; } = "";

    /// <summary>What the license covered when the chat was started.</summary>
    public LicenseCoverage Coverage { get; init; } = new([]);

    /// <summary>The queue of the ticket.</summary>
    public string Desk { get; init; } = "";

    /// <summary>The beginning of the first message.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When support closes; unanswered chats then become tickets.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Status.</summary>
    public ChatStatus Status { get; init; }

    /// <summary>The engineer who has taken it.</summary>
    public Assignee? Engineer { get; init; }

    /// <summary>The oldest customer message without an answer.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The first message's id.</summary>
    public long FirstMessage { get; init; }

    /// <summary>How many messages there are.</summary>
    public int Messages { get; init; }

    /// <summary>The newest message; null before the chat is started.</summary>
    public ChatMessage? Newest { get; init; }

    /// <summary>The ticket it is becoming.</summary>
    public PendingChatTicket? Pending { get; init; }

    /// <summary>The ticket it became.</summary>
    public long? Ticket { get; init; }

    /// <inheritdoc/>
    /// <remarks>An open chat has to be processed when support closes, which is in the future.</remarks>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => Pending?.Since ?? (IsOpen ? ClosesAt : null);

    /// <summary>Whether the chat has been started.</summary>
    [JsonIgnore]
    public bool Exists => Newest is not null;

    /// <summary>Whether it is still open.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ChatStatus.Waiting or ChatStatus.Taken;

    /// <inheritdoc/>
    public bool IsPending(string command) => Pending?.Origin.Command == command;

    /// <summary>The chat after an event.</summary>
    public static Chat Apply(Chat chat, ChatEvent happened)
    {
        var next = happened switch
        {
            ChatStarted started => new Chat
            {
                Customer = started.Customer,
                CustomerName = started.CustomerName,
                Email = started.Email,
                License = started.License,
                Edition = started.Edition,
                Coverage = started.Coverage,
                Desk = started.Desk,
                Subject = started.Subject,
                StartedAt = started.At,
                ClosesAt = started.ClosesAt,
            },
            ChatMessagePosted message => Posted(chat, message),
            ChatTaken taken => chat with { Engineer = taken.Engineer, Status = ChatStatus.Taken },
            ChatReturned => chat with { Engineer = null, Status = ChatStatus.Waiting },
            ChatWaitsOn waits => chat with { ClosesAt = waits.ClosesAt },
            ChatAnswered => chat with { Status = ChatStatus.Answered },
            ChatTicketStarted started => chat with { Pending = started.Pending, Status = ChatStatus.Ticket },
            ChatTicketMade made => chat with { Pending = null, Ticket = made.Number },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not a chat event."),
        };
        return next with { HistorySeq = chat.HistorySeq + 1 };
    }

    /// <summary>The chat as its customer and staff see it.</summary>
    public ChatView View(ChatId id, long version) =>
        new()
        {
            Id = id,
            Version = version,
            Status = Status,
            Customer = Customer,
            CustomerName = CustomerName,
            License = License,
            Edition = Edition,
            Subject = Subject,
            StartedAt = StartedAt,
            Engineer = Engineer,
            WaitingSince = IsOpen ? WaitingSince : null,
            Ticket = Ticket,
            Messages = Messages,
            Newest = Newest ?? throw new InvalidOperationException("The chat has not been started."),
        };

    /// <summary>The card's row in the database.</summary>
    public Card StoredCard(ChatId id, long version) =>
        new(CardKinds.Chat, StartedAt.ToUnixTimeMilliseconds(), StateJson.Write(View(id, version)))
        {
            Customer = Customer.Value,
            Status = StoredNames.Of(Status),
            Assignee = Engineer?.Id,
            PendingSince = PendingSince,
        };

    private static Chat Posted(Chat chat, ChatMessagePosted message)
    {
        var id = chat.HistorySeq + 1;
        var isCustomers = message.Author.Role == Role.Customer;
        return chat with
        {
            FirstMessage = chat.FirstMessage == 0 ? id : chat.FirstMessage,
            Messages = chat.Messages + 1,
            Newest = ChatTranscript.MessageOf(id, message),
            WaitingSince = isCustomers ? chat.WaitingSince ?? message.At : null,
        };
    }
}
