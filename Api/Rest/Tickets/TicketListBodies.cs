using Tallydesk.Identity;

namespace Tallydesk.Tickets;

/// <summary>A message of the conversation.</summary>
/// <param name="Id">Its id within the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">The author's role; system for messages by Tallydesk.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Internal">Whether only staff can see it.</param>
/// <param name="Occasion">The act whose words it is, such as resolution; absent for a message or a note.</param>
/// <param name="Attachments">Its files; absent for none.</param>
internal sealed record MessageBody(
    long Id,
    DateTimeOffset At,
    string Author,
    Role AuthorRole,
    string Body,
    bool Internal,
    Occasion? Occasion,
    IReadOnlyList<Attachment>? Attachments
)
{
    /// <summary>A message as its body.</summary>
    public static MessageBody Of(ConversationMessage message) =>
        new(
            message.Id,
            message.At,
            message.Author,
            message.AuthorRole,
            message.Body,
            message.Internal,
            message.Occasion,
            message.Attachments.IsEmpty ? null : message.Attachments
        );
}
