using Tallydesk.Amounts;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A ticket in a list.</summary>
/// <param name="Number">The number people use.</param>
/// <param name="Status">Status.</param>
/// <param name="Subject">Subject.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="Desk">The desk.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Category">The newest assessment's category.</param>
/// <param name="Price">Its price in credits.</param>
/// <param name="Charged">Net charge in credits.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="Urgent">Whether it goes before others of its tier.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="Version">The version.</param>
internal sealed record TicketRow(
    long Number,
    TicketStatus Status,
    string Subject,
    string CustomerId,
    string CustomerName,
    string LicenseNumber,
    string Desk,
    DateTimeOffset AskedAt,
    Category? Category,
    CreditAmount? Price,
    CreditAmount Charged,
    AssigneeBody? Assignee,
    bool Urgent,
    DateTimeOffset ChangedAt,
    long Version
)
{
    /// <summary>A card as a row, for whoever reads it.</summary>
    public static TicketRow Of(TicketCard card, Actor reader) =>
        new(
            card.Number,
            card.Status,
            card.Subject,
            card.Customer.Value,
            card.CustomerName,
            card.License.Value,
            card.Desk,
            card.AskedAt,
            card.Category,
            card.Price,
            card.Charged,
            AssigneeBody.Of(card.Assignee, reader),
            card.Urgent,
            card.ChangedAt,
            card.Version
        );
}

/// <summary>A message of the conversation.</summary>
/// <param name="Id">Its id within the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">The author's role; system for what the desk itself tells.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Internal">Whether only staff see it.</param>
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
    IReadOnlyList<AttachmentBody>? Attachments
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
            message.Attachments.IsEmpty ? null : [.. message.Attachments.Select(AttachmentBody.Of)]
        );
}
