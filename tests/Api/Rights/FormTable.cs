namespace Tallydesk.Tests.Rights;

/// <summary>One form of a page, filled in.</summary>
/// <param name="Path">Where it is sent; <c>$</c> begins the name of a thing.</param>
/// <param name="Who">Who does something by it.</param>
/// <param name="Fields">Its fields, each with a right value.</param>
/// <param name="Leaves">The kind of the record that it leaves under its sender's name; null for a form that changes nothing.</param>
/// <param name="Says">What the answer of a form that changes nothing says.</param>
/// <param name="Ready">Makes what it needs; null when it needs only what a customer always has.</param>
internal sealed record ReviewedForm(
    string Path,
    Who Who,
    string Fields,
    string? Leaves = null,
    string Says = "",
    Preparation? Ready = null
)
{
    /// <summary>The things it names.</summary>
    public IEnumerable<string> Slots => new ReviewedRoute("POST", Path, Who, null, Fields).Slots;

    /// <summary>Whether it is answered before it is done, so that the answer tells nothing.</summary>
    public bool IsDoneLater => Path is "/registration" or "/password-reset";

    /// <summary>The route of the table that takes it.</summary>
    public ReviewedRoute Route =>
        RightsTable
            .Routes.Where(route => route is { Method: "POST", IsPage: true } && Takes(route))
            .MinBy(route => route.Slots.Count())! with
        {
            Path = Path,
            Body = Fields,
        };

    /// <summary>Whether a route takes it.</summary>
    public bool Takes(ReviewedRoute route)
    {
        var (own, taken) = (Path.Split('/'), route.Path.Split('/'));
        return own.Length == taken.Length
            && own.Zip(taken).All(pair => pair.First == pair.Second || pair.Second is ['$', ..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({Fields})";
}

/// <summary>
/// Every form of the pages, filled in, and what it does for whom. A route that takes forms and has none here fails the tests:
/// whoever adds one writes down how it is filled in and what it leaves.
/// </summary>
internal static class FormTable
{
    /// <summary>Routes to which no form is sent here, and why.</summary>
    public static IReadOnlyDictionary<string, string> Without { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/board"] = "A page that is a component answers POST too, and no form is on it.",
            ["/board/$board"] = "As /board.",
            ["/account/passkeys/"] = "A device makes what is sent: PasskeyTests of the browser.",
            ["/account/passkeys/$passkey/removal"] = "A passkey needs a device: PasskeyTests of the browser.",
            ["/sign-in/passkey/"] = "A device makes what is sent: PasskeyTests of the browser.",
        };

    /// <summary>The table.</summary>
    // csharpier-ignore
    public static IReadOnlyList<ReviewedForm> Forms { get; } =
    [
        // Tickets
        new("/tickets/new/", Who.CustomerOrStaff, "license=$license&subject=s&body=b", Leaves: "ticketOpened"),
        new("/tickets/new/estimate", Who.CustomerOrStaff, "license=$license&category=question", Says: "credits"),
        new("/tickets/$ticket/messages", Who.CustomerOrStaff, "body=words&audience=customer", Leaves: "messagePosted"),
        new("/tickets/$ticket/messages", Who.Staff, "body=words&internal=on&audience=staff", Leaves: "noteAdded"),
        new("/tickets/$ticket/estimate", Who.Staff, "category=question", Says: "credits"),
        new("/tickets/$ticket/draft", Who.CustomerOrStaff, "body=typed", Says: "typed"),
        new("/tickets/$ticket/merges", Who.Staff, "into=$second", Leaves: "mergeStarted", Ready: Fresh.TwoTickets),
        new("/tickets/$ticket/assignee", Who.Leads, "engineer=admin", Leaves: "ticketAssigned", Ready: Fresh.Ticket),
        new("/tickets/$ticket/claim", Who.Staff, "", Leaves: "ticketAssigned", Ready: Fresh.Ticket),
        new("/tickets/$ticket/release", Who.Staff, "", Leaves: "ticketReleased", Ready: Fresh.Claimed),
        new("/tickets/$ticket/urgency", Who.Staff, "urgent=on&reason=r", Leaves: "urgencyChanged", Ready: Fresh.Ticket),
        new("/tickets/$ticket/assessments", Who.Staff, "category=question", Leaves: "assessmentAgreed", Ready: Fresh.Ticket),
        new("/tickets/$ticket/consents", Who.Customer, "revision=1&decision=accept", Leaves: "assessmentAgreed", Ready: Fresh.Proposed),
        new("/tickets/$ticket/consents", Who.Customer, "revision=1&decision=decline", Leaves: "assessmentDeclined", Ready: Fresh.Proposed),
        new("/tickets/$ticket/splits", Who.Staff, "messages=$message&subject=s", Leaves: "splitStarted", Ready: Fresh.TwoMessages),
        new("/tickets/$ticket/waivers", Who.Staff, "reason=r", Leaves: "reliefGiven", Ready: Fresh.Proposed),
        new("/tickets/$ticket/coverage", Who.Staff, "reason=r", Leaves: "reliefGiven", Ready: Fresh.CoveredLater),
        new("/tickets/$ticket/resolution", Who.Staff, "outcome=solved", Leaves: "ticketResolved", Ready: Fresh.Ticket),
        new("/tickets/$ticket/withdrawal", Who.Customer, "", Leaves: "ticketWithdrawn", Ready: Fresh.Ticket),
        new("/tickets/$ticket/closing", Who.CustomerOrStaff, "", Leaves: "ticketClosed", Ready: Fresh.Solved),
        new("/tickets/$ticket/reopening", Who.CustomerOrStaff, "", Leaves: "ticketReopened", Ready: Fresh.Solved),
        new("/preview", Who.CustomerOrStaff, "body=typed", Says: "typed"),
        // Chats
        new("/chats/", Who.Customer, "license=$license&body=b", Leaves: "chatStarted"),
        new("/chats/$chat/messages", Who.CustomerOrStaff, "body=b", Leaves: "chatMessagePosted", Ready: Fresh.Chat),
        new("/chats/$chat/taking", Who.Staff, "", Leaves: "chatTaken", Ready: Fresh.Chat),
        new("/chats/$chat/ticket", Who.Staff, "subject=s", Leaves: "chatTicketStarted", Ready: Fresh.Chat),
        new("/chats/$chat/closing", Who.CustomerOrStaff, "", Leaves: "chatAnswered", Ready: Fresh.AnsweredChat),
        // What staff look after
        new("/canned-replies/", Who.Leads, "title=$title&body=b", Leaves: "cannedReplySaved"),
        new("/canned-replies/removal", Who.Leads, "title=$title", Leaves: "cannedReplyRemoved", Ready: Fresh.Reply),
        new("/customers/$customer/adjustments", Who.Leads, "credits=5&reason=r", Leaves: "adjustment"),
        new("/enquiries/$enquiry/answers", Who.Staff, "body=b", Leaves: "enquiryAnswered", Ready: Fresh.Enquiry),
        new("/enquiries/$enquiry/closing", Who.Staff, "", Leaves: "enquiryClosed", Ready: Fresh.Enquiry),
        new("/policy/trial/", Who.Leads, "edition=CS-Cart&kind=first&purchasedOn=2026-11-01&askedOn=2026-11-20&category=question&balance=50", Says: "Current policy"),
        new("/policy/trial/result", Who.Leads, "edition=CS-Cart&kind=first&purchasedOn=2026-11-01&askedOn=2026-11-20&category=question&balance=50", Says: "Current policy"),
        // What admins look after
        new("/tokens", Who.Admin, "name=x&role=engineer", Leaves: "tokenMade"),
        new("/tokens/$token/revocation", Who.Admin, "", Leaves: "tokenRevoked", Ready: Fresh.Token),
        new("/webhooks/", Who.Admin, "name=n&url=http://127.0.0.1:9/&events=ticket.opened", Leaves: "webhookMade"),
        new("/webhooks/$webhook/change", Who.Admin, "name=$title&url=http://127.0.0.1:9/&events=ticket.opened", Leaves: "webhookChanged"),
        new("/webhooks/$webhook/pausing", Who.Admin, "", Leaves: "webhookChanged", Ready: Fresh.Webhook),
        new("/webhooks/$webhook/resuming", Who.Admin, "", Leaves: "webhookChanged", Ready: Fresh.PausedWebhook),
        new("/webhooks/$webhook/secret", Who.Admin, "", Leaves: "webhookSecretRenewed"),
        new("/system/failed-work/retry", Who.Admin, "kind=fileBytes&id=$dead", Leaves: "failedWorkRetried", Ready: Fresh.DeadWork),
        new("/system/failed-work/discard", Who.Admin, "kind=fileBytes&id=$dead", Leaves: "failedWorkDiscarded", Ready: Fresh.DeadWork),
        new("/webhooks/$webhook/trial", Who.Admin, "", Leaves: "webhookTried"),
        new("/webhooks/$webhook/removal", Who.Admin, "", Leaves: "webhookRemoved", Ready: Fresh.Webhook),
        new("/webhooks/$webhook/deliveries/$delivery", Who.Admin, "", Leaves: "webhookRepeated"),
        new("/people/", Who.Admin, "email=$email&name=N&role=engineer", Leaves: "personInvited"),
        new("/people/$user/invitation", Who.Admin, "", Leaves: "personInvitedAgain", Ready: Fresh.User),
        new("/people/$user/disabling", Who.Admin, "", Leaves: "personDisabled", Ready: Fresh.User),
        new("/people/$user/enabling", Who.Admin, "", Leaves: "personEnabled", Ready: Fresh.DisabledUser),
        // One's own access
        new("/account/password", Who.CustomerOrStaff, "old=$password&password=brave copper window 3", Leaves: "passwordChanged", Ready: Fresh.Person),
        new("/account/sessions", Who.CustomerOrStaff, "session=others&password=$password", Leaves: "sessionEnded", Ready: Fresh.SamePerson),
        new("/account/proof", Who.CustomerOrStaff, "password=$password&returnUrl=/account", Says: "/account", Ready: Fresh.SamePerson),
        new("/account/passkeys/options", Who.CustomerOrStaff, "password=$password", Says: "challenge", Ready: Fresh.SamePerson),
        new("/account/second-factor/", Who.CustomerOrStaff, "key=$key&password=$password&code=$code", Leaves: "secondFactorSet", Ready: Fresh.PersonWithKey),
        new("/account/tokens", Who.Anyone, "name=x", Leaves: "tokenMade"),
        new("/account/tokens/$mine/revocation", Who.Anyone, "", Leaves: "tokenRevoked", Ready: Fresh.OwnToken),
        new("/sign-out", Who.Anyone, "", Leaves: "sessionEnded", Ready: Fresh.Session),
        // For whoever comes
        new("/contact", Who.Visitor, "name=V&email=v@test.example&subject=s&body=b", Leaves: "enquirySent"),
        new("/sign-in/", Who.Visitor, "email=$email&password=$password", Leaves: "signedIn", Ready: Fresh.Accepted),
        new("/sign-in/code", Who.Visitor, "code=$code", Leaves: "signedIn", Ready: Fresh.OwesCode),
        new("/sign-in/passkey/options", Who.Visitor, "", Says: "challenge"),
        new("/registration", Who.Visitor, "license=$license&email=$email", Leaves: "personInvited", Ready: Fresh.Registered),
        new("/password-reset", Who.Visitor, "email=$email", Leaves: "resetAsked", Ready: Fresh.Accepted),
        new("/password-reset/new", Who.Visitor, "proof=$proof&password=brave copper window 3", Leaves: "passwordReset", Ready: Fresh.Forgotten),
        new("/address-confirmation/", Who.Visitor, "proof=$proof", Leaves: "customerChanged", Ready: Fresh.OtherAddress),
        new("/invitation", Who.Visitor, "proof=$proof&password=$password", Leaves: "personAccepted", Ready: Fresh.Invited),
    ];
}
