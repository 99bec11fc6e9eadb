using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>Converts the chats' views into what followers receive.</summary>
internal static class ChatRows
{
    /// <summary>A chat as one reader may see it: customers see staff by name only.</summary>
    public static ChatRow Of(ChatView view, Actor reader) =>
        new()
        {
            Id = view.Id.Value,
            Version = view.Version,
            Status = StoredNames.Of(view.Status),
            Customer = view.CustomerName,
            License = view.License.Value,
            Edition = view.Edition,
            Subject = view.Subject,
            StartedAt = view.StartedAt.ToUniversalTime(),
            Engineer = view.Engineer is { } engineer ? BoardProjection.Of(engineer.SeenBy(reader)) : null,
            WaitingSince = view.WaitingSince?.ToUniversalTime(),
            Ticket = view.Ticket,
            Messages = view.Messages,
            Newest = Of(view.Newest),
        };

    /// <summary>A message.</summary>
    public static ChatWords Of(ChatMessage message) =>
        new(message.Id, message.At.ToUniversalTime(), message.Author, StoredNames.Of(message.AuthorRole), message.Body);

    /// <summary>The result of a command.</summary>
    public static ChatAct Of(ChatReceipt receipt) =>
        new(receipt.Id.Value, StoredNames.Of(receipt.Status), receipt.Message, receipt.Ticket);
}
