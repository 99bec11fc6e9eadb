using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>A question for the live chat.</summary>
/// <param name="LicenseNumber">The license it is about; under VIP care now.</param>
/// <param name="Body">1 to 2,000 characters.</param>
internal sealed record NewChat(string? LicenseNumber, string? Body)
{
    /// <summary>The command.</summary>
    public StartChat ToCommand() => new(Given.License(LicenseNumber, "licenseNumber"), Given.Words(Body, "body"));
}

/// <summary>Something said in a chat.</summary>
/// <param name="Body">1 to 2,000 characters.</param>
internal sealed record NewChatMessage(string? Body)
{
    /// <summary>The command.</summary>
    public SayInChat ToCommand() => new(Given.Words(Body, "body"));
}

/// <summary>A ticket made of a chat.</summary>
/// <param name="Subject">The ticket's subject, 1 to 200 characters.</param>
/// <param name="CategoryHint">What the engineer takes it for; the assessment follows in the ticket.</param>
/// <param name="MessageId">The customer's message whose instant counts as asked; the first when absent.</param>
internal sealed record NewChatTicket(string? Subject, Category? CategoryHint, long? MessageId)
{
    /// <summary>The command.</summary>
    public MakeChatTicket ToCommand() => new(Given.Words(Subject, "subject"), CategoryHint, MessageId);
}

/// <summary>How a chat stands after a command.</summary>
/// <param name="Id">The chat.</param>
/// <param name="Status">Its status; <c>ticket</c> when it left one.</param>
/// <param name="Message">The id of the message that was added.</param>
/// <param name="Ticket">The number of the ticket it became.</param>
/// <param name="Version">The version.</param>
internal sealed record ChatState(string Id, ChatStatus Status, long? Message, long? Ticket, long Version)
{
    /// <summary>A receipt as its body.</summary>
    public static ChatState Of(ChatReceipt receipt) =>
        new(receipt.Id.Value, receipt.Status, receipt.Message, receipt.Ticket, receipt.Version);
}

/// <summary>A chat.</summary>
/// <param name="Id">The chat.</param>
/// <param name="Status">Status.</param>
/// <param name="Subject">The beginning of the first message.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="Edition">The license's edition.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Engineer">The engineer in it.</param>
/// <param name="WaitingSince">The oldest customer message without an answer.</param>
/// <param name="Ticket">The number of the ticket it became.</param>
/// <param name="Messages">How many messages there are.</param>
/// <param name="Version">The version, also the ETag.</param>
internal sealed record ChatBody(
    string Id,
    ChatStatus Status,
    string Subject,
    string CustomerId,
    string CustomerName,
    string LicenseNumber,
    string Edition,
    DateTimeOffset StartedAt,
    AssigneeBody? Engineer,
    DateTimeOffset? WaitingSince,
    long? Ticket,
    int Messages,
    long Version
)
{
    /// <summary>A chat as its body, for whoever reads it.</summary>
    public static ChatBody Of(ChatView view, Actor reader) =>
        new(
            view.Id.Value,
            view.Status,
            view.Subject,
            view.Customer.Value,
            view.CustomerName,
            view.License.Value,
            view.Edition,
            view.StartedAt,
            AssigneeBody.Of(view.Engineer, reader),
            view.WaitingSince,
            view.Ticket,
            view.Messages,
            view.Version
        );
}

/// <summary>A message of a chat.</summary>
/// <param name="Id">Its id within the chat.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">The author's role.</param>
/// <param name="Body">The text.</param>
internal sealed record ChatMessageBody(long Id, DateTimeOffset At, string Author, Role AuthorRole, string Body)
{
    /// <summary>A message as its body.</summary>
    public static ChatMessageBody Of(ChatMessage message) =>
        new(message.Id, message.At, message.Author, message.AuthorRole, message.Body);
}
