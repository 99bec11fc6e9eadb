using System.Collections.Immutable;
using System.Globalization;

namespace Tallydesk.Explanations;

/// <summary>An audited change in words.</summary>
/// <param name="Text">What was done, as a sentence whose subject is the actor: <c>Revoked token Shop.</c></param>
/// <param name="Differences">What it set or changed.</param>
public sealed record AuditSentence(string Text, ImmutableArray<AuditDifference> Differences);

/// <summary>An audited change as it is read.</summary>
/// <param name="Kind">What was done: the kind of a change of rights, of an event or of a ledger entry.</param>
/// <param name="Before">The state before, as JSON; null where the row before has it.</param>
/// <param name="After">The state after, or the event, as JSON.</param>
public sealed record AuditedChange(string Kind, string? Before, string? After);

/// <summary>Says what an audited change did. Each kind has its sentence; a row that can't be read has one without its data.</summary>
public static class AuditSentences
{
    /// <summary>The sentence of each kind. It gets the event or state, or the state before where there is none after.</summary>
    private static readonly ImmutableDictionary<string, Func<AuditBody, string>> Sentences = new Dictionary<
        string,
        Func<AuditBody, string>
    >
    {
        // People, sessions and tokens.
        ["tokenMade"] = row => $"Created token {Name(row)}.",
        ["tokenRevoked"] = row => $"Revoked token {Name(row)}.",
        ["personInvited"] = row => $"Invited {Name(row)}.",
        ["personInvitedAgain"] = row => $"Sent {Name(row)} another invitation.",
        ["personAccepted"] = _ => "Accepted the invitation and chose a password.",
        ["personDisabled"] = row => $"Disabled the account of {Name(row)}.",
        ["personEnabled"] = row => $"Enabled the account of {Name(row)}.",
        ["personChanged"] = row => $"Changed the account of {Name(row)}.",
        ["roleChanged"] = row => $"Changed the role of {Name(row)}.",
        ["invitationEnded"] = row => $"Canceled the invitation of {Name(row)}.",
        ["resetAsked"] = row => $"Requested a password reset for {Name(row)}.",
        ["passwordReset"] = _ => "Chose a new password with a reset link.",
        ["passwordChanged"] = _ => "Changed the password.",
        ["secondFactorSet"] = row =>
            row.Is("secondFactor") ? "Turned on two-factor authentication." : "Turned off two-factor authentication.",
        ["codeTaken"] = _ => "Used a two-factor code.",
        ["companyLoginTied"] = row => $"Linked {Name(row)} with single sign-on.",
        ["passkeyAdded"] = _ => "Added a passkey.",
        ["passkeyRemoved"] = _ => "Removed a passkey.",
        ["passkeyUsed"] = _ => "Used a passkey.",
        ["signedIn"] = _ => "Signed in.",
        ["signInFailed"] = _ => "Failed to sign in.",
        ["signInRefused"] = _ => "Sign-in was blocked after too many failed attempts.",
        ["sessionEnded"] = _ => "Ended a session.",
        ["webhookMade"] = row => $"Created webhook {Name(row)}.",
        ["webhookChanged"] = row => $"Changed webhook {Name(row)}.",
        ["webhookRemoved"] = row => $"Deleted webhook {Name(row)}.",
        ["webhookEnded"] = row => $"Ended webhook {Name(row)}, because the token that created it was revoked.",
        ["webhookGone"] = row => $"Paused webhook {Name(row)}, because its receiver answered that it is gone.",
        ["webhookSecretRenewed"] = row => $"Renewed the secret of webhook {Name(row)}.",
        ["webhookTried"] = row => $"Sent a test event to webhook {Name(row)}.",
        ["webhookRepeated"] = row => $"Sent an event to webhook {Name(row)} again.",
        ["fileBrought"] = row => $"Uploaded file {Name(row)}.",
        ["fileBroughtToTicket"] = row => $"Added file {Name(row)} to a ticket.",
        ["fileRemoved"] = row => $"Removed file {Name(row)}, which no message used.",
        ["failedWorkRetried"] = row => $"Retried failed background work: {Told(row.Text("kind"))}.",
        ["failedWorkDiscarded"] = row => $"Discarded failed background work: {Told(row.Text("kind"))}.",
        ["textsErased"] = _ => "Erased what people wrote in this record.",
        ["nothingChanged"] = _ => "Sent a request that changed nothing.",
        // Tickets.
        ["ticketOpened"] = row => $"Opened ticket {Data(row, "number")}: {Told(row.Text("subject"))}.",
        ["messagePosted"] = _ => "Wrote a message.",
        ["noteAdded"] = _ => "Added an internal note.",
        ["promisedAnswerGiven"] = row =>
            row.Is("promise.isMet") ? "Met the response target." : "Missed the response target.",
        ["ticketAssigned"] = row => $"Assigned the ticket to {Told(row.Text("assignee.name"))}.",
        ["ticketReleased"] = _ => "Returned the ticket to the queue.",
        ["urgencyChanged"] = row => row.Is("urgent") ? "Marked the ticket as urgent." : "Removed the urgent flag.",
        ["assessmentProposed"] = row => $"Proposed {Price(row)}. The customer has to accept it.",
        ["assessmentAgreed"] = row => $"The price took effect: {Price(row)}.",
        ["assessmentDeclined"] = row => $"Declined the price of assessment {Data(row, "revision")}.",
        ["reliefGiven"] = row =>
            row.Has("relief.coverage")
                ? $"Applied coverage to {Word(row.Text("relief.category"))}."
                : $"Waived the price of {Word(row.Text("relief.category"))}.",
        ["chargeSettled"] = _ => "The credits were charged.",
        ["chargeWaits"] = row =>
            $"The charge waits for credits: {Data(row, "required")} needed, {Data(row, "available")} available.",
        ["chargeWithdrawn"] = _ => "Canceled the waiting charge.",
        ["chargeRefunded"] = row => $"Refunded {Credits(row.Number("credits"))}.",
        ["settlementFinished"] = _ => "Finished settling the price.",
        ["modificationRequested"] = _ => "Requested a free minor modification from the license.",
        ["modificationRefused"] = _ => "The license has no free minor modification left.",
        ["modificationUnused"] = _ => "The free minor modification is not needed and is being returned.",
        ["modificationGivenBack"] = _ => "Returned the free minor modification to the monthly quota.",
        ["splitStarted"] = row => $"Started to split messages into a new ticket: {Told(row.Text("split.subject"))}.",
        ["splitFinished"] = row => $"Split messages into ticket {Data(row, "child")}.",
        ["ticketResolved"] = row => $"Resolved the ticket: {Word(row.Text("outcome"))}.",
        ["ticketWithdrawn"] = _ => "Withdrew the ticket.",
        ["ticketClosed"] = _ => "Closed the ticket.",
        ["ticketReopened"] = _ => "Reopened the ticket.",
        ["followUpStarted"] = _ => "Started a follow-up ticket for a late reply.",
        ["followUpFinished"] = row => $"Created follow-up ticket {Data(row, "followUp.number")}.",
        ["mergeStarted"] = row => $"Started to merge the ticket into ticket {Data(row, "merge.number")}.",
        ["mergeDropped"] = row => $"Canceled the merge into ticket {Data(row, "number")}.",
        ["ticketMerged"] = row => $"Merged the ticket into ticket {Data(row, "number")}.",
        ["duplicateTakenIn"] = row => $"Ticket {Data(row, "number")} was merged into this one as a duplicate.",
        // Customers and licenses.
        ["customerCreated"] = row => $"Created customer {Name(row)}.",
        ["customerChanged"] = row => $"Changed customer {Name(row)}.",
        ["customerAddressAsked"] = _ => "Requested another email address, which has to be confirmed.",
        ["customerAddressWithdrawn"] = _ => "Canceled the change of the email address.",
        ["registrationStarted"] = _ => "Started to register a license.",
        ["licenseRegistered"] = row => $"Registered license {Data(row, "number")}.",
        ["registrationRefused"] = row => $"License {Data(row, "number")} belongs to another customer.",
        ["revocationStarted"] = _ => "Started to revoke a license.",
        ["revocationFinished"] = row => $"Revoked license {Data(row, "number")} and voided its unspent credits.",
        ["licenseIssued"] = row => $"Issued a license for {Told(row.Text("issue.registration.edition"))}.",
        ["licenseRevoked"] = _ => "Revoked the license.",
        ["coverageBought"] = row => $"Added coverage bought with order {Told(row.Text("order.orderId"))}.",
        ["upgradeSubscriptionChanged"] = _ => "Changed the upgrade subscription.",
        ["modificationTaken"] = _ => "Used a free minor modification.",
        ["modificationReturned"] = _ => "Returned a free minor modification to the monthly quota.",
        // Accounts.
        ["chargeQueued"] = row => $"Queued a charge of {Credits(row.Number("charge.credits"))} until credits arrive.",
        ["chargeReplaced"] = row => $"Replaced a waiting charge with one of {Credits(row.Number("charge.credits"))}.",
        ["waitingChargeWithdrawn"] = _ => "Canceled a waiting charge.",
        ["licenseVoided"] = row => $"Voided the unspent credits of license {Data(row, "license")}.",
        ["purchaseReported"] = row => $"Order {Data(row, "orderId")} was reported again.",
        ["balanceFell"] = row =>
            $"The balance fell to {Credits(row.Number("balance"))}, below {Data(row, "threshold")}.",
        ["grant"] = row => Moved("Granted", row),
        ["purchase"] = row => Moved("Purchased", row),
        ["charge"] = row => Moved("Charged", row),
        ["refund"] = row => Moved("Refunded", row),
        ["adjustment"] = row => Moved("Adjusted by", row),
        ["void"] = row => Moved("Voided", row),
        // Chats, contact requests, canned replies and the policy.
        ["chatStarted"] = _ => "Started the chat.",
        ["chatMessagePosted"] = _ => "Wrote in the chat.",
        ["chatTaken"] = row => $"The chat was taken by {Told(row.Text("engineer.name"))}.",
        ["chatReturned"] = _ => "Returned the chat to the queue.",
        ["chatWaitsOn"] = _ => "The chat keeps waiting because support hours were extended.",
        ["chatAnswered"] = _ => "Marked the chat as answered.",
        ["chatTicketStarted"] = _ => "Started to turn the chat into a ticket.",
        ["chatTicketMade"] = row => $"Turned the chat into ticket {Data(row, "number")}.",
        ["enquirySent"] = _ => "Sent a contact request.",
        ["enquiryAnswered"] = _ => "Answered the contact request.",
        ["enquiryClosed"] = _ => "Closed the contact request.",
        ["cannedReplySaved"] = row => $"Saved canned reply {Told(row.Text("reply.title"))}.",
        ["cannedReplyRemoved"] = row => $"Removed canned reply {Told(row.Text("title"))}.",
        ["policyAdopted"] = row => $"Policy version {Data(row, "version")} came into force.",
    }.ToImmutableDictionary();

    /// <summary>Every kind that has a sentence.</summary>
    public static IEnumerable<string> Kinds => Sentences.Keys;

    /// <summary>A change in words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="clock">The reader's clock.</param>
    public static AuditSentence Of(AuditedChange change, ReaderClock clock)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(clock);
        if (BalanceOf(change) is { } balance)
        {
            return new(
                TextOf(change.Kind, new(Moved(balance.Before, balance.After))),
                [new("Balance", Number(balance.Before), Number(balance.After))]
            );
        }

        var (before, after) = (new AuditBody(change.Before), new AuditBody(change.After));
        var text = TextOf(change.Kind, after.IsObject ? after : before);
        return new(text, AuditDifferences.Of(before, after, text, clock));
    }

    // A kind of a later release, when processes of two releases run side by side.
    private static string TextOf(string kind, AuditBody row) =>
        Sentences.TryGetValue(kind, out var sentence) ? sentence(row) : $"{AuditDifferences.Words(kind)}.";

    /// <summary>A ledger entry has the two balances instead of states.</summary>
    private static (long Before, long After)? BalanceOf(AuditedChange change) =>
        long.TryParse(change.Before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var before)
        && long.TryParse(change.After, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after)
            ? (before, after)
            : null;

    private static string Moved(long before, long after) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"credits":{{Int128.Abs((Int128)after - before)}}}""");

    private static string Moved(string verb, AuditBody row) => $"{verb} {Credits(row.Number("credits"))}.";

    private static string Price(AuditBody row) =>
        $"{Credits(row.Number("assessment.price"))} for {Word(row.Text("assessment.category"))}";

    private static string Name(AuditBody row) => Told(row.Text("name"));

    private static string Data(AuditBody row, string path) => row.Text(path) ?? "(unknown)";

    /// <summary>A text, or what stands for one that is missing or was erased.</summary>
    private static string Told(string? text) => string.IsNullOrWhiteSpace(text) ? "(no name)" : text;

    private static string Word(string? name) => name is null ? "(unknown)" : AuditDifferences.Words(name);

    private static string Credits(long? credits) =>
        credits is { } number ? Wording.Credits(new(number)) : "credits";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
