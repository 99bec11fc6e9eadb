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

    /// <summary>The ticket number shown to people.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>The version; of two cards of the same ticket, the one with the higher version is newer.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Status.</summary>
    [Id(3)]
    public required TicketStatus Status { get; init; }

    /// <summary>The queue; tickets that have ended are in no queue.</summary>
    [Id(4)]
    public required string Desk { get; init; }

    /// <summary>Whether the live queue shows it: true until it is solved or has ended in another way.</summary>
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

    /// <summary>The oldest unanswered customer message; null if there is none (Policy E1).</summary>
    [Id(12)]
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Whether it is urgent and comes before others of its tier (Policy E1).</summary>
    [Id(13)]
    public bool Urgent { get; init; }

    /// <summary>The start of the license's VIP care, as known when the ticket was opened; null without VIP care (Policy E1, E6).</summary>
    [Id(14)]
    public DateTimeOffset? CareStart { get; init; }

    /// <summary>The end of the license's VIP care, exclusive; null without VIP care.</summary>
    [Id(15)]
    public DateTimeOffset? CareEnd { get; init; }

    /// <summary>The license's coverage when the ticket was asked.</summary>
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

    /// <summary>The assignee.</summary>
    [Id(20)]
    public Assignee? Assignee { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(21)]
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Increases with every change that the customer can see, but not when staff add a note or change the urgent flag.</summary>
    [Id(22)]
    public long ShownSeq { get; init; }

    /// <summary>The card as an actor can see it in a list.</summary>
    public TicketCard SeenBy(Actor reader) => this with { Assignee = Assignee?.SeenBy(reader) };
}
