using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A charge that waits for credits (Policy D5).</summary>
/// <param name="Charge">Its operation key.</param>
/// <param name="Required">Credits it needs.</param>
public sealed record WaitingForCredits(string Charge, CreditAmount Required);

/// <summary>A charge, refund or withdrawal in progress between ticket and account.</summary>
/// <param name="Revision">The assessment's revision; the operation keys are derived from it (Policy D10).</param>
/// <param name="Target">The total that the ticket should cost; null to only withdraw a waiting charge.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingSettlement(int Revision, CreditAmount? Target, DateTimeOffset Since, Origin Origin);

/// <summary>A split in progress between two tickets (Policy F1).</summary>
/// <param name="Child">The new ticket.</param>
/// <param name="Messages">The messages to move, in ascending order.</param>
/// <param name="Subject">The new ticket's subject.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingSplit(
    TicketId Child,
    ImmutableArray<long> Messages,
    string Subject,
    DateTimeOffset Since,
    Origin Origin
)
{
    /// <summary>The license's coverage at the split; null for the ticket's own copy.</summary>
    public LicenseCoverage? Coverage { get; init; }
}

/// <summary>A late reply to a closed ticket that is becoming a follow-up ticket (Policy F4).</summary>
/// <param name="Child">The new ticket.</param>
/// <param name="Row">The history row that started it.</param>
/// <param name="At">When it was written; the new ticket was asked then.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Body">The text.</param>
/// <param name="Coverage">The license's coverage at the time.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingFollowUp(
    TicketId Child,
    long Row,
    DateTimeOffset At,
    Author Author,
    string Body,
    LicenseCoverage Coverage,
    Origin Origin
)
{
    /// <summary>The reply's files; null for none.</summary>
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>A pending merge into another ticket (Policy F5).</summary>
/// <param name="Into">The other ticket.</param>
/// <param name="Number">Its number.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
public sealed record PendingMerge(TicketId Into, long Number, DateTimeOffset Since, Origin Origin);

/// <summary>A follow-up ticket (Policy F4).</summary>
/// <param name="Number">Its number.</param>
/// <param name="Message">The reply's id in that ticket.</param>
public sealed record FollowUp(long Number, long Message);

/// <summary>A ticket's state. Its size does not grow with the conversation: messages are rows of the history.</summary>
[Stored("ticket")]
public sealed record Ticket : JournaledState, IJournaledState
{
    /// <summary>The ticket number shown to people; 0 before the ticket is opened.</summary>
    public long Number { get; init; }

    /// <summary>Status.</summary>
    public TicketStatus Status { get; init; }

    /// <summary>The owner.</summary>
    public CustomerId Customer { get; init; }

    /// <summary>The owner's name when the ticket was opened.</summary>
    public string CustomerName { get; init; } = "";

    /// <summary>The license it is about.</summary>
    public LicenseNumber License { get; init; }

    /// <summary>The license's edition.</summary>
    public string Edition { get; init; } = "";

    /// <summary>The desk.</summary>
    public string Desk { get; init; } = "";

    /// <summary>Subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When the question was asked; coverage is decided for this time (Policy B1).</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The license's coverage at the time.</summary>
    public LicenseCoverage Coverage { get; init; } = new([]);

    /// <summary>The category that the customer suggested (Policy D1).</summary>
    public Category? CategoryHint { get; init; }

    /// <summary>The pre-approved amount in credits (Policy D3).</summary>
    public CreditAmount? PreAgreedUpTo { get; init; }

    /// <summary>Whether the upgrade terms were accepted in advance (Policy C7).</summary>
    public bool Acknowledged { get; init; }

    /// <summary>The ticket it was split from.</summary>
    public long? Parent { get; init; }

    /// <summary>The chat it comes from (Policy E5).</summary>
    public ChatId? Chat { get; init; }

    /// <summary>The email address that is also notified of replies.</summary>
    public string? RepliesTo { get; init; }

    /// <summary>The first message's id; it is never split off (Policy F1).</summary>
    public long FirstMessage { get; init; }

    /// <summary>The assignee.</summary>
    public Assignee? Assignee { get; init; }

    /// <summary>Whether it is urgent and comes before others of its tier (Policy E1).</summary>
    public bool Urgent { get; init; }

    /// <summary>The reason for the last change of the urgent flag; for staff.</summary>
    public string? UrgencyReason { get; init; }

    /// <summary>The oldest customer message without a public staff answer (Policy E1).</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Response targets met (Policy E2).</summary>
    public int PromisesMet { get; init; }

    /// <summary>Response targets missed (Policy E2).</summary>
    public int PromisesBreached { get; init; }

    /// <summary>The last answered target.</summary>
    public AnsweredPromise? LastPromise { get; init; }

    /// <summary>The newest assessment's revision; 0 before any.</summary>
    public int LastRevision { get; init; }

    /// <summary>The assessment that waits for the customer's decision.</summary>
    public Assessment? Proposed { get; init; }

    /// <summary>The assessment in force, at most one (Policy I8).</summary>
    public Assessment? Agreed { get; init; }

    /// <summary>The first assessment, which the customer declined; null once there is another (Policy D8).</summary>
    public Assessment? Declined { get; init; }

    /// <summary>Waivers and coverage applied later, at most one of each per category (Policy D6, B9).</summary>
    public ImmutableArray<Relief> Reliefs { get; init; } = [];

    /// <summary>The assessment that was paid for before <see cref="Agreed"/>; null once that is paid too.</summary>
    public Assessment? Earlier { get; init; }

    /// <summary>
    /// The assessment before <see cref="Agreed"/> while the account still has to report whether its waiting charge was paid or
    /// replaced; null if nothing is in progress.
    /// </summary>
    public Assessment? Replaced { get; init; }

    /// <summary>Net charge in credits.</summary>
    public CreditAmount Charged { get; init; }

    /// <summary>The lots behind it, in spending order.</summary>
    public ImmutableArray<LotSlice> Spent { get; init; } = [];

    /// <summary>The charge that waits for credits.</summary>
    public WaitingForCredits? Waiting { get; init; }

    /// <summary>The settlement in progress with the account.</summary>
    public PendingSettlement? Settlement { get; init; }

    /// <summary>The free minor modification that is requested from the license.</summary>
    public PendingModification? Modification { get; init; }

    /// <summary>The operation key of the ticket's free minor modification (Policy E3).</summary>
    public string? FreeModification { get; init; }

    /// <summary>How many free minor modifications were returned because the assessment didn't need them (Policy E3).</summary>
    public int ModificationsUnused { get; init; }

    /// <summary>The free minor modification that is being returned to the license.</summary>
    public PendingReturn? Return { get; init; }

    /// <summary>The split in progress.</summary>
    public PendingSplit? Split { get; init; }

    /// <summary>Tickets split from this one.</summary>
    public ImmutableArray<SplitView> Splits { get; init; } = [];

    /// <summary>The late reply in progress.</summary>
    public PendingFollowUp? Reply { get; init; }

    /// <summary>Follow-up tickets.</summary>
    public ImmutableArray<FollowUp> FollowUps { get; init; } = [];

    /// <summary>The pending merge of this ticket.</summary>
    public PendingMerge? Merge { get; init; }

    /// <summary>The number of the ticket that this one was merged into.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Numbers of duplicates that were merged into this ticket.</summary>
    public ImmutableArray<long> Duplicates { get; init; } = [];

    /// <summary>How the work ended.</summary>
    public TicketOutcome? Outcome { get; init; }

    /// <summary>The resolution note to the customer.</summary>
    public string? ResolutionNote { get; init; }

    /// <summary>When it was solved, closed or ended in another way; null while work continues.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The release that fixes the bug, if there is one (Policy G2).</summary>
    public string? FixedIn { get; init; }

    /// <summary>The newest history row that the customer can see.</summary>
    public long ShownSeq { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince =>
        Modification?.Since ?? Return?.Since ?? Settlement?.Since ?? Split?.Since ?? Reply?.At ?? Merge?.Since;

    /// <inheritdoc/>
    public bool IsPending(string command) =>
        Modification?.Origin.Command == command
        || (Return is { IsRefused: false } && Return.Origin.Command == command)
        || Settlement?.Origin.Command == command
        || Split?.Origin.Command == command
        || Reply?.Origin.Command == command;

    /// <summary>Whether the ticket has been opened.</summary>
    [JsonIgnore]
    public bool Exists => Number != 0;

    /// <summary>Whether work continues, so that the queue shows it.</summary>
    [JsonIgnore]
    public bool IsLive => TicketTable.IsLive(Status);
}
