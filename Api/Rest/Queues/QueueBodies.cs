using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>A desk.</summary>
/// <param name="Desk">The desk's name.</param>
internal sealed record DeskBody(string Desk);

/// <summary>A desk's queue at one moment.</summary>
/// <param name="Epoch">Within it, sequence numbers count.</param>
/// <param name="Seq">The last change that is in it.</param>
/// <param name="Items">Tickets that wait for an answer in their order, then the others by number.</param>
internal sealed record QueueBody(string Epoch, long Seq, IReadOnlyList<QueueItemBody> Items)
{
    /// <summary>A queue as its body.</summary>
    public static QueueBody Of(QueueSnapshot snapshot) =>
        new(snapshot.Epoch, snapshot.Seq, [.. snapshot.Items.Select(QueueItemBody.Of)]);
}

/// <summary>A ticket in its place.</summary>
/// <param name="Number">The number people use.</param>
/// <param name="Subject">Subject.</param>
/// <param name="Status">Status.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="Edition">The license's edition.</param>
/// <param name="Coverage">What covers the license at the instant asked.</param>
/// <param name="Category">The newest assessment's category.</param>
/// <param name="Price">Its price in credits.</param>
/// <param name="Charged">Net charge in credits.</param>
/// <param name="Vip">Whether the license is in VIP care now.</param>
/// <param name="Urgent">Whether it goes before others of its tier.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="WaitingSince">The oldest customer message without an answer.</param>
/// <param name="DueAt">Until when an answer is promised.</param>
/// <param name="Version">The ticket's version.</param>
internal sealed record QueueItemBody(
    long Number,
    string Subject,
    TicketStatus Status,
    string CustomerId,
    string CustomerName,
    string LicenseNumber,
    string Edition,
    CoverageBasis Coverage,
    Category? Category,
    CreditAmount? Price,
    CreditAmount Charged,
    bool Vip,
    bool Urgent,
    AssigneeBody? Assignee,
    DateTimeOffset AskedAt,
    DateTimeOffset? WaitingSince,
    DateTimeOffset? DueAt,
    long Version
)
{
    /// <summary>A ticket in its place as its body.</summary>
    public static QueueItemBody Of(QueueItem item) =>
        new(
            item.Card.Number,
            item.Card.Subject,
            item.Card.Status,
            item.Card.Customer.Value,
            item.Card.CustomerName,
            item.Card.License.Value,
            item.Card.Edition,
            item.Card.Coverage,
            item.Card.Category,
            item.Card.Price,
            item.Card.Charged,
            item.Vip,
            item.Card.Urgent,
            AssigneeBody.Of(item.Card.Assignee),
            item.Card.AskedAt,
            item.Card.WaitingSince,
            item.DueAt,
            item.Card.Version
        );
}

/// <summary>The ticket that was claimed.</summary>
/// <param name="Number">Its number.</param>
internal sealed record ClaimedTicket(long Number);
