using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A ticket as lists and the queue show it: a pure function of the ticket's state.</summary>
[GenerateSerializer, Immutable, Alias("tallydesk.ticket-card")]
public sealed record TicketCard
{
    /// <summary>The grain.</summary>
    [Id(0)]
    public required TicketId Id { get; init; }

    /// <summary>The number people use.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>The version; of two cards of one ticket the higher is newer.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Status.</summary>
    [Id(3)]
    public required TicketStatus Status { get; init; }

    /// <summary>The desk; a ticket that is over is in no desk's queue.</summary>
    [Id(4)]
    public required string Desk { get; init; }

    /// <summary>Whether the desk's live queue shows it: true until it is solved or otherwise over.</summary>
    [Id(5)]
    public required bool InQueue { get; init; }

    /// <summary>Subject.</summary>
    [Id(6)]
    public required string Subject { get; init; }

    /// <summary>The owner.</summary>
    [Id(7)]
    public required CustomerId Customer { get; init; }

    /// <summary>The owner's name.</summary>
    [Id(8)]
    public required string CustomerName { get; init; }

    /// <summary>The license it is about.</summary>
    [Id(9)]
    public required LicenseNumber License { get; init; }

    /// <summary>The license's edition.</summary>
    [Id(10)]
    public required string Edition { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(11)]
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The oldest customer message without an answer; null when none is unanswered (Policy E1).</summary>
    [Id(12)]
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Whether it goes before others of its tier (Policy E1).</summary>
    [Id(13)]
    public bool Urgent { get; init; }

    /// <summary>When the license's VIP care begins, as the ticket knew it when it was opened; null without care (Policy E1, E6).</summary>
    [Id(14)]
    public DateTimeOffset? CareStart { get; init; }

    /// <summary>When the license's VIP care ends, itself excluded; null without care.</summary>
    [Id(15)]
    public DateTimeOffset? CareEnd { get; init; }

    /// <summary>What covers the license at the instant asked.</summary>
    [Id(16)]
    public required CoverageBasis Coverage { get; init; }

    /// <summary>The newest assessment's category.</summary>
    [Id(17)]
    public Category? Category { get; init; }

    /// <summary>The newest assessment's price in credits.</summary>
    [Id(18)]
    public CreditAmount? Price { get; init; }

    /// <summary>Net charge in credits.</summary>
    [Id(19)]
    public CreditAmount Charged { get; init; }

    /// <summary>Who works on it.</summary>
    [Id(20)]
    public Assignee? Assignee { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(21)]
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Rises with every change that the customer may see; stays as it is when staff write a note or weigh its urgency.</summary>
    [Id(22)]
    public long ShownSeq { get; init; }

    /// <summary>The card as a reader sees it in a list.</summary>
    public TicketCard SeenBy(Actor reader) => this with { Assignee = Assignee?.SeenBy(reader) };
}
