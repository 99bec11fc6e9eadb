using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A charge that waits in the account's line (Policy D5).</summary>
/// <param name="Charge">Its operation key.</param>
/// <param name="Required">Credits it needs.</param>
public sealed record WaitingForCredits(string Charge, CreditAmount Required);

/// <summary>A charge, refund or withdrawal that is under way between ticket and account.</summary>
/// <param name="Revision">The assessment's revision; it makes the operation keys (Policy D10).</param>
/// <param name="Target">What the ticket is to cost in all; null to take a waiting charge out of the line and leave the rest.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The command behind it.</param>
public sealed record PendingSettlement(int Revision, CreditAmount? Target, DateTimeOffset Since, Origin Origin);

/// <summary>A split that is under way between two tickets (Policy F1).</summary>
/// <param name="Child">The new ticket.</param>
/// <param name="Messages">The messages that move, rising.</param>
/// <param name="Subject">The new ticket's subject.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The command behind it.</param>
public sealed record PendingSplit(
    TicketId Child,
    ImmutableArray<long> Messages,
    string Subject,
    DateTimeOffset Since,
    Origin Origin
)
{
    /// <summary>What the license covered at the split; null for what the ticket knows of it.</summary>
    public LicenseCoverage? Coverage { get; init; }
}

/// <summary>A late reply to a closed ticket on its way into a ticket of its own (Policy F4).</summary>
/// <param name="Child">The new ticket.</param>
/// <param name="Row">The history row with which it began.</param>
/// <param name="At">When it was written; the new ticket was asked then.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Body">The text.</param>
/// <param name="Coverage">What the license covered then.</param>
/// <param name="Origin">The command behind it.</param>
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

/// <summary>A ticket's wish to be merged into another (Policy F5).</summary>
/// <param name="Into">The other ticket.</param>
/// <param name="Number">Its number.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The command behind it.</param>
public sealed record PendingMerge(TicketId Into, long Number, DateTimeOffset Since, Origin Origin);

/// <summary>A ticket that a late reply became (Policy F4).</summary>
/// <param name="Number">Its number.</param>
/// <param name="Message">The reply's id there.</param>
public sealed record FollowUp(long Number, long Message);

/// <summary>A ticket's state. Its size does not grow with the conversation: messages are rows of the history.</summary>
[Stored("ticket")]
public sealed record Ticket : JournaledState, IJournaledState
{
    /// <summary>The number people use; 0 before the ticket is opened.</summary>
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

    /// <summary>What the license covered then.</summary>
    public LicenseCoverage Coverage { get; init; } = new([]);

    /// <summary>The customer's own idea of the category (Policy D1).</summary>
    public Category? CategoryHint { get; init; }

    /// <summary>The pre-approved amount in credits (Policy D3).</summary>
    public CreditAmount? PreAgreedUpTo { get; init; }

    /// <summary>Whether the upgrade's terms were acknowledged in advance (Policy C7).</summary>
    public bool Acknowledged { get; init; }

    /// <summary>The ticket it was split off.</summary>
    public long? Parent { get; init; }

    /// <summary>The chat it comes from (Policy E5).</summary>
    public ChatId? Chat { get; init; }

    /// <summary>The address that is told of replies as well.</summary>
    public string? RepliesTo { get; init; }

    /// <summary>The first message's id; it is never split off (Policy F1).</summary>
    public long FirstMessage { get; init; }

    /// <summary>The assignee.</summary>
    public Assignee? Assignee { get; init; }

    /// <summary>Whether it is urgent and comes before others of its tier (Policy E1).</summary>
    public bool Urgent { get; init; }

    /// <summary>Why the urgency was changed last; for staff.</summary>
    public string? UrgencyReason { get; init; }

    /// <summary>The oldest customer message without a public staff answer (Policy E1).</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Answers that VIP care promised and that came in time (Policy E2).</summary>
    public int PromisesMet { get; init; }

    /// <summary>Answers that VIP care promised and that came late (Policy E2).</summary>
    public int PromisesBreached { get; init; }

    /// <summary>The last of them.</summary>
    public AnsweredPromise? LastPromise { get; init; }

    /// <summary>The newest assessment's revision; 0 before any.</summary>
    public int LastRevision { get; init; }

    /// <summary>The assessment that waits for the customer's decision.</summary>
    public Assessment? Proposed { get; init; }

    /// <summary>The assessment in force, at most one (Policy I8).</summary>
    public Assessment? Agreed { get; init; }

    /// <summary>The first assessment, which the customer declined; null once there is another (Policy D8).</summary>
    public Assessment? Declined { get; init; }

    /// <summary>What staff waived or covered later, at most one of each for a category (Policy D6, B9).</summary>
    public ImmutableArray<Relief> Reliefs { get; init; } = [];

    /// <summary>The assessment that was paid for before <see cref="Agreed"/>; null once that is paid too.</summary>
    public Assessment? Earlier { get; init; }

    /// <summary>
    /// The assessment before <see cref="Agreed"/> while the account still has to say whether its waiting charge was paid or
    /// replaced; null when nothing is under way.
    /// </summary>
    public Assessment? Replaced { get; init; }

    /// <summary>Net charge in credits.</summary>
    public CreditAmount Charged { get; init; }

    /// <summary>The lots behind it, in spending order.</summary>
    public ImmutableArray<LotSlice> Spent { get; init; } = [];

    /// <summary>The charge that waits for credits.</summary>
    public WaitingForCredits? Waiting { get; init; }

    /// <summary>What is under way with the account.</summary>
    public PendingSettlement? Settlement { get; init; }

    /// <summary>The free minor modification that is asked for at the license.</summary>
    public PendingModification? Modification { get; init; }

    /// <summary>The free minor modification that the ticket holds: its operation key (Policy E3).</summary>
    public string? FreeModification { get; init; }

    /// <summary>How many free minor modifications were given back because the assessment did without (Policy E3).</summary>
    public int ModificationsUnused { get; init; }

    /// <summary>The free minor modification on its way back to the license.</summary>
    public PendingReturn? Return { get; init; }

    /// <summary>What is under way with a split-off ticket.</summary>
    public PendingSplit? Split { get; init; }

    /// <summary>Tickets split from this one.</summary>
    public ImmutableArray<SplitView> Splits { get; init; } = [];

    /// <summary>What is under way with a late reply.</summary>
    public PendingFollowUp? Reply { get; init; }

    /// <summary>Tickets that late replies became.</summary>
    public ImmutableArray<FollowUp> FollowUps { get; init; } = [];

    /// <summary>The ticket into which this one is to be merged.</summary>
    public PendingMerge? Merge { get; init; }

    /// <summary>The number of the ticket into which this one was merged.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Numbers of duplicates that were merged into this ticket.</summary>
    public ImmutableArray<long> Duplicates { get; init; } = [];

    /// <summary>How the work ended.</summary>
    public TicketOutcome? Outcome { get; init; }

    /// <summary>What the customer was told when the work ended.</summary>
    public string? ResolutionNote { get; init; }

    /// <summary>When it was solved, closed or ended in another way; null while work continues.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The release that fixes the bug, if there is one (Policy G2).</summary>
    public string? FixedIn { get; init; }

    /// <summary>The row of history that its customer may see and that is the newest of these.</summary>
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

    /// <summary>Whether work on it goes on, and its desk's queue shows it.</summary>
    [JsonIgnore]
    public bool IsLive => TicketTable.IsLive(Status);
}
