using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A new ticket about one issue.</summary>
/// <param name="License">The license it is about (Policy A6).</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">The question as Markdown, 1 to 20,000 characters.</param>
/// <param name="CategoryHint">The category that the customer suggests; only staff assign the category (Policy D1).</param>
/// <param name="PreAgreedUpTo">The pre-approved amount in credits, 0 or more; null for none (Policy D3).</param>
/// <param name="Acknowledged">Whether the upgrade terms were accepted (Policy C7).</param>
[Stored("openTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.open-ticket")]
public sealed record OpenTicket(
    [property: Id(0)] LicenseNumber License,
    [property: Id(1)] string Subject,
    [property: Id(2)] string Body,
    [property: Id(3)] Category? CategoryHint,
    [property: Id(4)] CreditAmount? PreAgreedUpTo,
    [property: Id(5)] bool Acknowledged
)
{
    /// <summary>The first message's files; null for none.</summary>
    [Id(6)]
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>A ticket created from messages split from another one (Policy F1, F2), or from a late reply to a closed one (F4).</summary>
/// <param name="Parent">The ticket that they come from.</param>
/// <param name="ParentNumber">Its number.</param>
/// <param name="Customer">The owner of both.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="License">The license of both.</param>
/// <param name="Edition">The license's edition.</param>
/// <param name="Desk">The queue of both.</param>
/// <param name="Coverage">The license's coverage at the time of the split.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Messages">The messages, oldest first, at least one; the ticket was asked when the oldest one was written.</param>
[Stored("openSplitTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.open-split-ticket")]
public sealed record OpenSplitTicket(
    [property: Id(0)] TicketId Parent,
    [property: Id(1)] long ParentNumber,
    [property: Id(2)] CustomerId Customer,
    [property: Id(3)] string CustomerName,
    [property: Id(4)] LicenseNumber License,
    [property: Id(5)] string Edition,
    [property: Id(6)] string Desk,
    [property: Id(7)] LicenseCoverage Coverage,
    [property: Id(8)] string Subject,
    [property: Id(9)] ImmutableArray<SplitMessage> Messages
);

/// <summary>A message to move into a new ticket.</summary>
/// <param name="Message">Its id in the parent's history.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's actor id.</param>
/// <param name="AuthorName">The author's name.</param>
/// <param name="Body">The text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.split-message")]
public sealed record SplitMessage(
    [property: Id(0)] long Message,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Author,
    [property: Id(3)] string AuthorName,
    [property: Id(4)] string Body
)
{
    /// <summary>Its files, which move with it (Policy F1); null for none.</summary>
    [Id(5)]
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>A ticket created from a chat (Policy E5).</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Customer">The owner of both.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="RepliesTo">The owner's email address, which is also notified of replies.</param>
/// <param name="License">The license of both.</param>
/// <param name="Edition">The license's edition.</param>
/// <param name="Desk">The queue of the ticket.</param>
/// <param name="Coverage">The license's coverage when the chat started.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="CategoryHint">The category that an engineer suggested in the chat.</param>
/// <param name="Asked">The id of the customer's message that determines when the ticket was asked.</param>
/// <param name="Messages">The transcript, oldest first, with at least one customer message.</param>
[Stored("openChatTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.open-chat-ticket")]
public sealed record OpenChatTicket(
    [property: Id(0)] ChatId Chat,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string CustomerName,
    [property: Id(3)] string RepliesTo,
    [property: Id(4)] LicenseNumber License,
    [property: Id(5)] string Edition,
    [property: Id(6)] string Desk,
    [property: Id(7)] LicenseCoverage Coverage,
    [property: Id(8)] string Subject,
    [property: Id(9)] Category? CategoryHint,
    [property: Id(10)] long Asked,
    [property: Id(11)] ImmutableArray<SpokenMessage> Messages
);

/// <summary>A chat message to copy into a ticket.</summary>
/// <param name="Message">Its id in the chat.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's actor id.</param>
/// <param name="AuthorName">The author's name.</param>
/// <param name="AuthorRole">The author's role.</param>
/// <param name="Body">The text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.spoken-message")]
public sealed record SpokenMessage(
    [property: Id(0)] long Message,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Author,
    [property: Id(3)] string AuthorName,
    [property: Id(4)] Role AuthorRole,
    [property: Id(5)] string Body
);

/// <summary>A message in the conversation.</summary>
/// <param name="Body">Markdown, 1 to 20,000 characters.</param>
/// <param name="Internal">Whether it is a note that only staff can see; staff only.</param>
[Stored("postMessage")]
[GenerateSerializer, Immutable, Alias("tallydesk.post-message")]
public sealed record PostMessage([property: Id(0)] string Body, [property: Id(1)] bool Internal)
{
    /// <summary>Its files, which the gateway has verified to be the actor's for this ticket; null for none.</summary>
    [Id(2)]
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>An assignment by a lead.</summary>
/// <param name="Engineer">The engineer's actor id.</param>
/// <param name="EngineerName">The engineer's name.</param>
[Stored("assignTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.assign-ticket")]
public sealed record AssignTicket([property: Id(0)] string Engineer, [property: Id(1)] string EngineerName);

/// <summary>A change of urgency.</summary>
/// <param name="Urgent">Whether the ticket comes before others of its tier.</param>
/// <param name="Reason">Why, 1 to 500 characters; for staff.</param>
[Stored("changeUrgency")]
[GenerateSerializer, Immutable, Alias("tallydesk.change-urgency")]
public sealed record ChangeUrgency([property: Id(0)] bool Urgent, [property: Id(1)] string Reason);

/// <summary>Staff's assessment (Policy D1).</summary>
/// <param name="Category">The category.</param>
/// <param name="Credits">The engineer's price, for complex modifications only; null for the category's price.</param>
/// <param name="Upgrade">The upgrade path, for upgrades only.</param>
/// <param name="MinorModification">Whether a modification is minor (Policy C8).</param>
/// <param name="Note">A note to the customer, at most 2,000 characters, or null.</param>
[Stored("assessTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.assess-ticket")]
public sealed record AssessTicket(
    [property: Id(0)] Category Category,
    [property: Id(1)] CreditAmount? Credits,
    [property: Id(2)] UpgradePath? Upgrade,
    [property: Id(3)] bool MinorModification,
    [property: Id(4)] string? Note
);

/// <summary>The customer's decision on one assessment (Policy D4).</summary>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Decision">Accept or decline.</param>
/// <param name="Acknowledged">Whether the upgrade terms were accepted (Policy C7).</param>
[Stored("decideConsent")]
[GenerateSerializer, Immutable, Alias("tallydesk.decide-consent")]
public sealed record DecideConsent(
    [property: Id(0)] int Revision,
    [property: Id(1)] ConsentDecision Decision,
    [property: Id(2)] bool Acknowledged
);

/// <summary>Messages to move into a separate ticket.</summary>
/// <param name="Messages">Ids of customer messages, 1 to 100, none of them the first.</param>
/// <param name="Subject">The new ticket's subject, 1 to 200 characters.</param>
[Stored("splitTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.split-ticket")]
public sealed record SplitTicket([property: Id(0)] ImmutableArray<long> Messages, [property: Id(1)] string Subject);

/// <summary>A merge of a duplicate into another ticket (Policy F5).</summary>
/// <param name="Into">The surviving ticket; null if there is none with that number.</param>
/// <param name="Number">Its number.</param>
[Stored("mergeTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.merge-ticket")]
public sealed record MergeTicket([property: Id(0)] TicketId? Into, [property: Id(1)] long Number);

/// <summary>The question to the surviving ticket whether a ticket can be merged into it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Its owner.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.merge-request")]
public sealed record MergeRequest([property: Id(0)] long Number, [property: Id(1)] CustomerId Customer);

/// <summary>The notice to the surviving ticket that a ticket was merged into it.</summary>
/// <param name="Number">Its number.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.merged-ticket")]
public sealed record MergedTicket([property: Id(0)] long Number);

/// <summary>A resolution.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">
/// A note to the customer, at most 2,000 characters, or null. Where the work ends without a solution, the policy's own
/// text replaces a missing note.
/// </param>
/// <param name="FixedIn">The release that fixes a bug, 1 to 40 characters; only for <see cref="TicketOutcome.Solved"/>, and required for a product bug (Policy G2).</param>
[Stored("resolveTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.resolve-ticket")]
public sealed record ResolveTicket(
    [property: Id(0)] TicketOutcome Outcome,
    [property: Id(1)] string? Note,
    [property: Id(2)] string? FixedIn = null
);

/// <summary>A waiver: the assessed category takes effect at price 0 (Policy D6).</summary>
/// <param name="Reason">Why, 1 to 500 characters; the customer sees it in the conversation and in the explanation of charges.</param>
[Stored("waiveTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.waive-ticket")]
public sealed record WaiveTicket([property: Id(0)] string Reason);

/// <summary>Applies the license's current coverage to the assessed category (Policy B9).</summary>
/// <param name="Reason">Why, 1 to 500 characters, or null; the customer sees it in the conversation and in the explanation of charges.</param>
[Stored("applyCoverage")]
[GenerateSerializer, Immutable, Alias("tallydesk.apply-coverage")]
public sealed record ApplyCoverage([property: Id(0)] string? Reason);
