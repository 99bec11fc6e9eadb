using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A ticket. Category, revision and price are those of the newest assessment.</summary>
internal sealed record TicketBody
{
    /// <summary>The number people use.</summary>
    public required long Number { get; init; }

    /// <summary>Status.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>Subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The owner.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The owner's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The license it is about.</summary>
    public required string LicenseNumber { get; init; }

    /// <summary>The license's edition.</summary>
    public required string Edition { get; init; }

    /// <summary>The desk.</summary>
    public required string Desk { get; init; }

    /// <summary>The instant for which coverage is decided.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What covers the license at that instant, before any category is known.</summary>
    public required CoverageBasis Coverage { get; init; }

    /// <summary>End of the license's period or care; null when there never was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>The customer's own idea of the category.</summary>
    public Category? CategoryHint { get; init; }

    /// <summary>Agreement in advance, in credits.</summary>
    public CreditAmount? PreAgreedUpTo { get; init; }

    /// <summary>The category.</summary>
    public Category? Category { get; init; }

    /// <summary>The revision.</summary>
    public int? Revision { get; init; }

    /// <summary>The price in credits.</summary>
    public CreditAmount? Price { get; init; }

    /// <summary>The newest assessment.</summary>
    public AssessmentBody? Assessment { get; init; }

    /// <summary>The assessment in force.</summary>
    public AssessmentBody? Agreed { get; init; }

    /// <summary>Net charge in credits.</summary>
    public required CreditAmount Charged { get; init; }

    /// <summary>Whether a charge or refund is under way this moment.</summary>
    public required bool ChargeInFlight { get; init; }

    /// <summary>What the balance lacks.</summary>
    public ShortageBody? Shortage { get; init; }

    /// <summary>Who works on it.</summary>
    public AssigneeBody? Assignee { get; init; }

    /// <summary>Whether it goes before others of its tier.</summary>
    public required bool Urgent { get; init; }

    /// <summary>Why the urgency was changed last; for staff.</summary>
    public string? UrgencyReason { get; init; }

    /// <summary>The oldest customer message without an answer; for staff.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The ticket it was split off, or to which it began as a late reply.</summary>
    public long? Parent { get; init; }

    /// <summary>The chat it comes from.</summary>
    public string? Chat { get; init; }

    /// <summary>The address that is told of replies as well; for a ticket from a chat.</summary>
    public string? RepliesTo { get; init; }

    /// <summary>Tickets split off this one.</summary>
    public required IReadOnlyList<SplitBody> Splits { get; init; }

    /// <summary>Tickets that late replies to this one became.</summary>
    public required IReadOnlyList<long> FollowUps { get; init; }

    /// <summary>How the work ended.</summary>
    public TicketOutcome? Outcome { get; init; }

    /// <summary>What the customer was told when the work ended; absent while it goes on, or when nothing was.</summary>
    public string? ResolutionNote { get; init; }

    /// <summary>Since when it is solved, closed or otherwise over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The ticket into which this one was merged.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Tickets that were merged into this one.</summary>
    public required IReadOnlyList<long> Merged { get; init; }

    /// <summary>The release with the bug's fix, where the work ended with one.</summary>
    public string? FixedIn { get; init; }

    /// <summary>Whether the customer may need an upgrade subscription to get that release: the license has none at present.</summary>
    public required bool FixNeedsSubscription { get; init; }

    /// <summary>What VIP care promised and how it was kept; for staff, absent where nothing was.</summary>
    public PromisesBody? Promises { get; init; }

    /// <summary>The version, also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>A ticket as its body, for whoever reads it.</summary>
    public static TicketBody Of(TicketView view, Actor reader) =>
        new()
        {
            Number = view.Number,
            Status = view.Status,
            Subject = view.Subject,
            CustomerId = view.Customer.Value,
            CustomerName = view.CustomerName,
            LicenseNumber = view.License.Value,
            Edition = view.Edition,
            Desk = view.Desk,
            AskedAt = view.AskedAt,
            Coverage = view.CoverageWhenAsked,
            CoveredUntil = view.CoveredUntil,
            CategoryHint = view.CategoryHint,
            PreAgreedUpTo = view.PreAgreedUpTo,
            Category = view.Assessment?.Category,
            Revision = view.Assessment?.Revision,
            Price = view.Assessment?.Price,
            Assessment = AssessmentBody.Of(view.Assessment),
            Agreed = AssessmentBody.Of(view.Agreed),
            Charged = view.Charged,
            ChargeInFlight = view.ChargeInFlight,
            Shortage = ShortageBody.Of(view.Shortage),
            Assignee = AssigneeBody.Of(view.Assignee, reader),
            Urgent = view.Urgent,
            UrgencyReason = view.UrgencyReason,
            WaitingSince = view.WaitingSince,
            Parent = view.Parent,
            Chat = view.Chat?.Value,
            RepliesTo = view.RepliesTo,
            Splits = [.. view.Splits.Select(split => new SplitBody(split.Messages, split.Child))],
            FollowUps = view.FollowUps,
            Outcome = view.Outcome,
            ResolutionNote = view.ResolutionNote,
            EndedAt = view.EndedAt,
            MergedInto = view.MergedInto,
            Merged = view.Merged,
            FixedIn = view.FixedIn,
            FixNeedsSubscription = view.FixNeedsSubscription,
            Promises = PromisesBody.Of(view.Promises),
            Version = view.Version,
        };
}

/// <summary>Messages that were moved into another ticket.</summary>
/// <param name="MessageIds">Their ids here.</param>
/// <param name="Number">The other ticket's number.</param>
internal sealed record SplitBody(IReadOnlyList<long> MessageIds, long Number);
