using Tallydesk.Amounts;
using Tallydesk.Policy;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>A new ticket about one issue.</summary>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">The question as Markdown, 1 to 20,000 characters.</param>
/// <param name="CategoryHint">The category that the customer suggests; only staff assign it.</param>
/// <param name="PreAgreedUpTo">Pre-approved up to this many credits, 0 to 1,000,000,000,000.</param>
/// <param name="Acknowledged">Whether the upgrade's terms were shown and ticked.</param>
/// <param name="Attachments">Ids of files that the caller uploaded for a ticket on this license.</param>
internal sealed record NewTicket(
    string? LicenseNumber,
    string? Subject,
    string? Body,
    Category? CategoryHint,
    CreditAmount? PreAgreedUpTo,
    bool? Acknowledged,
    IReadOnlyList<string?>? Attachments = null
)
{
    /// <summary>The command, without files.</summary>
    public OpenTicket ToCommand() =>
        new(
            Given.License(LicenseNumber, "licenseNumber"),
            Given.Words(Subject, "subject"),
            Given.Words(Body, "body"),
            CategoryHint,
            PreAgreedUpTo,
            Acknowledged ?? false
        );
}

/// <summary>A message in the conversation.</summary>
/// <param name="Body">Markdown, 1 to 20,000 characters.</param>
/// <param name="Internal">Whether it is a note that only staff see.</param>
/// <param name="Attachments">Ids of files that the caller uploaded for this ticket.</param>
/// <param name="Seen">The id of the newest message that staff have read: a reply is refused (stale_version) if someone else has written since. Not checked if absent, or for notes and customers.</param>
internal sealed record NewMessage(
    string? Body,
    bool? Internal,
    IReadOnlyList<string?>? Attachments = null,
    long? Seen = null
)
{
    /// <summary>The command, without files.</summary>
    public PostMessage ToCommand() => new(Given.Words(Body, "body"), Internal ?? false);
}

/// <summary>An assignment by a lead.</summary>
/// <param name="Engineer">The engineer's id: a person's, or that of a token without an owner.</param>
internal sealed record NewAssignee(string? Engineer);

/// <summary>A change of urgency.</summary>
/// <param name="Urgent">Whether the ticket comes before others of its tier.</param>
/// <param name="Reason">Why, 1 to 500 characters; for staff.</param>
internal sealed record NewUrgency(bool? Urgent, string? Reason)
{
    /// <summary>The command.</summary>
    public ChangeUrgency ToCommand() => new(Given.Value(Urgent, "urgent"), Given.Words(Reason, "reason"));
}

/// <summary>Staff's assessment.</summary>
/// <param name="Category">The category.</param>
/// <param name="Credits">The engineer's price, for a complex modification only; at most 1,000,000,000,000.</param>
/// <param name="Upgrade">The upgrade path, for upgrades only.</param>
/// <param name="MinorModification">Whether a complex modification is a minor one.</param>
/// <param name="Note">A sentence to the customer, at most 2,000 characters.</param>
internal sealed record NewAssessment(
    Category? Category,
    CreditAmount? Credits,
    UpgradeBody? Upgrade,
    bool? MinorModification,
    string? Note
)
{
    /// <summary>The command.</summary>
    public AssessTicket ToCommand() =>
        new(
            Given.Value(Category, "category"),
            Credits,
            Upgrade?.ToPath(),
            MinorModification ?? false,
            Given.OptionalText(Note, "note")
        );
}

/// <summary>The customer's decision on one assessment.</summary>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Decision">Accept or decline.</param>
/// <param name="Acknowledged">Whether the upgrade's terms were shown and ticked.</param>
internal sealed record NewConsent(int? Revision, ConsentDecision? Decision, bool? Acknowledged)
{
    /// <summary>The command.</summary>
    public DecideConsent ToCommand() =>
        new(Given.Value(Revision, "revision"), Given.Value(Decision, "decision"), Acknowledged ?? false);
}

/// <summary>Messages to move into a separate ticket.</summary>
/// <param name="MessageIds">Customer messages, 1 to 100, none of them the first.</param>
/// <param name="Subject">The new ticket's subject, 1 to 200 characters.</param>
internal sealed record NewSplit(IReadOnlyList<long>? MessageIds, string? Subject)
{
    /// <summary>The command.</summary>
    public SplitTicket ToCommand() => new([.. MessageIds ?? []], Given.Words(Subject, "subject"));
}

/// <summary>A merge of a duplicate into another ticket.</summary>
/// <param name="Into">The number of the surviving ticket of the same customer.</param>
internal sealed record NewMerge(long? Into)
{
    /// <summary>The command.</summary>
    /// <param name="into">The surviving ticket; null if there is none with that number.</param>
    public MergeTicket ToCommand(ITicketGrain? into) =>
        new(into is null ? null : Identity.TicketId.From(into.GetPrimaryKeyString()), Given.Value(Into, "into"));
}

/// <summary>A resolution.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">A sentence to the customer, at most 2,000 characters. Without one, cannotBeSolved and referredToCustomDevelopment take the policy's own words.</param>
/// <param name="FixedIn">The release with a bug's fix, 1 to 40 characters; with the outcome solved only.</param>
internal sealed record NewResolution(TicketOutcome? Outcome, string? Note, string? FixedIn)
{
    /// <summary>The command.</summary>
    public ResolveTicket ToCommand() =>
        new(Given.Value(Outcome, "outcome"), Given.OptionalText(Note, "note"), Given.OptionalText(FixedIn, "fixedIn"));
}

/// <summary>A waiver.</summary>
/// <param name="Reason">Why, 1 to 500 characters; the customer sees it in the conversation and in the explanation of charges.</param>
internal sealed record NewWaiver(string? Reason)
{
    /// <summary>The command.</summary>
    public WaiveTicket ToCommand() => new(Given.Words(Reason, "reason"));
}

/// <summary>What the license covers now is applied.</summary>
/// <param name="Reason">Why, 1 to 500 characters; the customer sees it in the conversation and in the explanation of charges.</param>
internal sealed record NewCoverage(string? Reason)
{
    /// <summary>The command.</summary>
    public ApplyCoverage ToCommand() => new(Given.OptionalText(Reason, "reason"));
}
