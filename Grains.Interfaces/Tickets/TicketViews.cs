using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;

namespace Tallydesk.Tickets;

/// <summary>The result of a ticket command. The first response is stored together with the change (Policy D10).</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Version">The ticket's version after the command.</param>
/// <param name="Status">The status after the command.</param>
/// <param name="Charged">The ticket's net charge in credits.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.ticket-receipt")]
public sealed record TicketReceipt(
    [property: Id(0)] long Number,
    [property: Id(1)] long Version,
    [property: Id(2)] TicketStatus Status,
    [property: Id(3)] CreditAmount Charged
)
{
    /// <summary>The id of the message that was added, in the ticket that contains it: <see cref="Child"/> if set.</summary>
    [Id(4)]
    public long? Message { get; init; }

    /// <summary>The number of the ticket that was split off, or of the follow-up ticket of a late reply (Policy F4).</summary>
    [Id(5)]
    public long? Child { get; init; }

    /// <summary>The newest assessment, for commands about an assessment.</summary>
    [Id(6)]
    public AssessmentView? Assessment { get; init; }

    /// <summary>The missing credits for a waiting charge or a price to accept; null if nothing is to be paid, or the account did not respond.</summary>
    [Id(7)]
    public Shortage? Shortage { get; init; }

    /// <summary>Additional data for an opened ticket.</summary>
    [Id(8)]
    public TicketOpening? Opening { get; init; }
}

/// <summary>A ticket as it was opened; the coverage of its license can change later.</summary>
/// <param name="License">The license it is about.</param>
/// <param name="AskedAt">The time for which coverage is decided.</param>
/// <param name="Coverage">The license's coverage at that time, before any category is known.</param>
/// <param name="CoveredUntil">The end of the license's support period or VIP care as known then; null if there never was one.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.ticket-opening")]
public sealed record TicketOpening(
    [property: Id(0)] LicenseNumber License,
    [property: Id(1)] DateTimeOffset AskedAt,
    [property: Id(2)] CoverageBasis Coverage,
    [property: Id(3)] DateTimeOffset? CoveredUntil
);

/// <summary>The customer's decision on an assessment.</summary>
public enum AssessmentState
{
    /// <summary>Waits for the customer's decision.</summary>
    Proposed,

    /// <summary>In force: accepted, or does not have to be accepted.</summary>
    Agreed,

    /// <summary>Declined by the customer.</summary>
    Declined,

    /// <summary>Replaced by a newer revision.</summary>
    Superseded,
}

/// <summary>An assessment as everyone on the ticket sees it.</summary>
/// <param name="Revision">1, 2, 3, … within the ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Price">The price of the whole ticket in credits (Policy C5, D7).</param>
/// <param name="Coverage">Who pays (Policy B1).</param>
/// <param name="State">The customer's decision.</param>
/// <param name="AcknowledgementNeeded">Whether the customer has to accept the upgrade terms (Policy C7); false if no acceptance is awaited.</param>
/// <param name="Rules">Ids of the rules behind the price.</param>
/// <param name="PolicyVersion">The policy document's version that priced it.</param>
/// <param name="By">Who assessed: the name.</param>
/// <param name="At">When.</param>
/// <param name="Note">A sentence to the customer, or null.</param>
/// <param name="Upgrade">The upgrade's path, or null.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.assessment-view")]
public sealed record AssessmentView(
    [property: Id(0)] int Revision,
    [property: Id(1)] Category Category,
    [property: Id(2)] CreditAmount Price,
    [property: Id(3)] CoverageBasis Coverage,
    [property: Id(4)] AssessmentState State,
    [property: Id(5)] bool AcknowledgementNeeded,
    [property: Id(6)] ImmutableArray<string> Rules,
    [property: Id(7)] string PolicyVersion,
    [property: Id(8)] string By,
    [property: Id(9)] DateTimeOffset At,
    [property: Id(10)] string? Note,
    [property: Id(11)] UpgradePath? Upgrade
)
{
    /// <summary>The support period or VIP care that the coverage was decided by; null when the license never had one.</summary>
    [Id(12)]
    public CoverageInterval? Interval { get; init; }

    /// <summary>The numbers behind the price; null for an assessment from before they were kept.</summary>
    [Id(13)]
    public PriceParts? Parts { get; init; }
}

/// <summary>The estimate of an assessment.</summary>
/// <param name="Assessment">The assessment.</param>
/// <param name="Outcome">What would happen to the ticket.</param>
/// <param name="Shortage">The missing credits, also while the customer has to accept; null if there is nothing to pay (Policy D2, D5).</param>
[GenerateSerializer, Immutable, Alias("tallydesk.assessment-estimate")]
public sealed record AssessmentEstimate(
    [property: Id(0)] AssessmentView Assessment,
    [property: Id(1)] AssessmentOutcome Outcome,
    [property: Id(2)] Shortage? Shortage
);

/// <summary>An engineer on a ticket.</summary>
/// <param name="Id">The actor id; null for customers, who see staff names only.</param>
/// <param name="Name">The name.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.assignee")]
public sealed record Assignee([property: Id(0)] string? Id, [property: Id(1)] string Name)
{
    /// <summary>The engineer as an actor can see them.</summary>
    public Assignee SeenBy(Actor reader) => reader.Role == Role.Customer ? this with { Id = null } : this;
}

/// <summary>Messages that were moved into another ticket (Policy F1).</summary>
/// <param name="Messages">Their ids in this ticket.</param>
/// <param name="Child">The other ticket's number.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.split-view")]
public sealed record SplitView([property: Id(0)] ImmutableArray<long> Messages, [property: Id(1)] long Child);

/// <summary>A ticket as its customer and staff see it. The conversation is read separately.</summary>
[GenerateSerializer, Immutable, Alias("tallydesk.ticket-view")]
public sealed record TicketView
{
    /// <summary>The grain.</summary>
    [Id(0)]
    public required TicketId Id { get; init; }

    /// <summary>The ticket number shown to people.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>The version, also the ETag.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Status.</summary>
    [Id(3)]
    public required TicketStatus Status { get; init; }

    /// <summary>The owner.</summary>
    [Id(4)]
    public required CustomerId Customer { get; init; }

    /// <summary>The owner's name.</summary>
    [Id(5)]
    public required string CustomerName { get; init; }

    /// <summary>The license it is about.</summary>
    [Id(6)]
    public required LicenseNumber License { get; init; }

    /// <summary>The license's edition.</summary>
    [Id(7)]
    public required string Edition { get; init; }

    /// <summary>The desk.</summary>
    [Id(8)]
    public required string Desk { get; init; }

    /// <summary>Subject.</summary>
    [Id(9)]
    public required string Subject { get; init; }

    /// <summary>When the question was asked; coverage is decided for this time (Policy B1).</summary>
    [Id(10)]
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The license's coverage at that time, before any category is known.</summary>
    [Id(11)]
    public required CoverageBasis CoverageWhenAsked { get; init; }

    /// <summary>The current end of the license's support period or VIP care; null if there never was one (Policy B3, A9).</summary>
    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>The category that the customer suggested.</summary>
    [Id(13)]
    public Category? CategoryHint { get; init; }

    /// <summary>The pre-approved amount in credits (Policy D3).</summary>
    [Id(14)]
    public CreditAmount? PreAgreedUpTo { get; init; }

    /// <summary>The newest assessment; null before the first one and after a declined first one.</summary>
    [Id(15)]
    public AssessmentView? Assessment { get; init; }

    /// <summary>The assessment in force; null if there is none.</summary>
    [Id(16)]
    public AssessmentView? Agreed { get; init; }

    /// <summary>Net charge in credits.</summary>
    [Id(17)]
    public required CreditAmount Charged { get; init; }

    /// <summary>Whether a charge or refund is in progress.</summary>
    [Id(18)]
    public bool ChargeInFlight { get; init; }

    /// <summary>The missing credits for a waiting charge or a price to accept; null if nothing is to be paid, or the account did not respond.</summary>
    [Id(19)]
    public Shortage? Shortage { get; init; }

    /// <summary>The assignee.</summary>
    [Id(20)]
    public Assignee? Assignee { get; init; }

    /// <summary>Whether it is urgent and comes before others of its tier (Policy E1).</summary>
    [Id(21)]
    public bool Urgent { get; init; }

    /// <summary>The oldest unanswered customer message; null if there is none (Policy E1). Staff only.</summary>
    [Id(22)]
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The ticket it was split from, or whose follow-up it is.</summary>
    [Id(23)]
    public long? Parent { get; init; }

    /// <summary>Tickets split from this one.</summary>
    [Id(24)]
    public ImmutableArray<SplitView> Splits { get; init; } = [];

    /// <summary>The outcome; null while work continues.</summary>
    [Id(25)]
    public TicketOutcome? Outcome { get; init; }

    /// <summary>Follow-up tickets of this one (Policy F4).</summary>
    [Id(26)]
    public ImmutableArray<long> FollowUps { get; init; } = [];

    /// <summary>When it was solved, closed or ended in another way; null while work continues.</summary>
    [Id(27)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The ticket that this one was merged into (Policy F5).</summary>
    [Id(28)]
    public long? MergedInto { get; init; }

    /// <summary>Tickets that were merged into this one.</summary>
    [Id(29)]
    public ImmutableArray<long> Merged { get; init; } = [];

    /// <summary>The release that fixes the bug, if there is one (Policy G2).</summary>
    [Id(30)]
    public string? FixedIn { get; init; }

    /// <summary>Whether the customer may need an upgrade subscription for that release, because the license currently has none (Policy G2).</summary>
    [Id(31)]
    public bool FixNeedsSubscription { get; init; }

    /// <summary>The resolution note to the customer; null while work continues, or if there is none (Policy D12).</summary>
    [Id(32)]
    public string? ResolutionNote { get; init; }

    /// <summary>The reason for the last change of the urgent flag (Policy E1). Staff only.</summary>
    [Id(33)]
    public string? UrgencyReason { get; init; }

    /// <summary>The response targets under VIP care (Policy E2); null if there are none. Staff only.</summary>
    [Id(40)]
    public AnswerPromises? Promises { get; init; }

    /// <summary>The chat it comes from (Policy E5).</summary>
    [Id(50)]
    public ChatId? Chat { get; init; }

    /// <summary>The email address that is also notified of replies; for a ticket from a chat.</summary>
    [Id(51)]
    public string? RepliesTo { get; init; }

    /// <summary>The newest assessment's category; null if there is none.</summary>
    [Id(60)]
    public Category? Category { get; init; }

    /// <summary>The newest assessment's revision; null without one.</summary>
    [Id(61)]
    public int? Revision { get; init; }

    /// <summary>The newest assessment's price in credits; null without one.</summary>
    [Id(62)]
    public CreditAmount? Price { get; init; }
}
