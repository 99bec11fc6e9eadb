using System.Text.RegularExpressions;

namespace Tallydesk.Tests.Rights;

/// <summary>One route that was reviewed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path; a word that begins with <c>$</c> names a thing of the caller's, of another's, or an absent one.</param>
/// <param name="Who">Whom it serves, when all that is named is the caller's own.</param>
/// <param name="Scope">The scope that a token with scopes needs; null where such a token is never served.</param>
/// <param name="Body">A body that is right in all its fields; null for none.</param>
/// <param name="Ready">Makes what it needs to succeed; null when it needs only what a customer always has.</param>
internal sealed partial record ReviewedRoute(
    string Method,
    string Path,
    Who Who,
    string? Scope,
    string? Body = null,
    Preparation? Ready = null
)
{
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["$ticket"] = "{number:long}",
        ["$license"] = "{number}",
        ["$customer"] = "{customer}",
        ["$message"] = "{message:long}",
        ["$desk"] = "{desk}",
        ["$board"] = "{Desk}",
        ["$version"] = "{version}",
        ["$act"] = "{act}",
        ["$does"] = "{act}",
        ["$manages"] = "{act}",
        ["$delivery"] = "{delivery:long}",
        ["$report"] = "{report}",
    };

    /// <summary>Method and pattern as the desk maps them.</summary>
    public string Route =>
        $"{Method} {Slot().Replace(Path.Split('?')[0], slot => Parameters.GetValueOrDefault(slot.Value, "{id}"))}";

    /// <summary>The things it names in path, query and body.</summary>
    public IEnumerable<string> Slots => Slot().Matches(Path + Body).Select(slot => slot.Value).Distinct();

    /// <summary>Whether it is a page or what a page sends.</summary>
    public bool IsPage =>
        !Path.StartsWith("/v1", StringComparison.Ordinal) && !Path.StartsWith("/hubs", StringComparison.Ordinal);

    /// <summary>Whether it takes JSON.</summary>
    public bool TakesJson => Body is ['{', ..] or "$policy";

    /// <summary>Whether it names something that can be absent.</summary>
    public static bool CanBeAbsent(string slot) =>
        IsOwned(slot)
        || slot
            is "$user"
                or "$token"
                or "$enquiry"
                or "$version"
                or "$desk"
                or "$board"
                or "$webhook"
                or "$hook"
                or "$delivery";

    /// <summary>Whether it names something that belongs to a customer or to the caller.</summary>
    public static bool IsOwned(string slot) =>
        slot is "$customer" or "$license" or "$ticket" or "$second" or "$message" or "$file" or "$chat" or "$mine";

    /// <summary>A text with each thing filled in.</summary>
    public static string? Fill(string? text, Func<string, string> thing) =>
        text is null ? null : Slot().Replace(text, slot => thing(slot.Value));

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    [GeneratedRegex(@"\$[a-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Slot();
}

/// <summary>
/// Every route of the desk and whom it serves. A route that is not here fails the tests: whoever adds one adds its line,
/// and says by it who may.
/// </summary>
internal static class RightsTable
{
    /// <summary>The table.</summary>
    // csharpier-ignore
    public static IReadOnlyList<ReviewedRoute> Routes { get; } =
    [
        // Policy
        new("GET", "/v1/policy/", Who.Open, "policy:read"),
        new("GET", "/v1/policy/hours?zone=Europe/Berlin", Who.Open, "policy:read"),
        new("GET", "/v1/policy/versions", Who.Leads, "policy:read"),
        new("POST", "/v1/policy/versions", Who.Admin, "policy:write", "$policy"),
        new("GET", "/v1/policy/versions/$version", Who.Anyone, "policy:read"),
        new("POST", "/v1/policy/evaluations", Who.Leads, "policy:read", """{"cases":[{"edition":"CS-Cart","kind":"first","purchasedAt":"2026-03-01T15:00:00Z","askedAt":"2026-03-10T10:00:00Z","category":"question"}]}"""),
        // Quotes
        new("POST", "/v1/quotes", Who.CustomerOrStaff, "quotes:read", """{"licenseNumber":"$license","category":"question"}"""),
        // Batches
        new("POST", "/v1/batches", Who.Anyone, "batches:write", """{"commands":[{"key":"k","path":"/v1/none","body":{}}]}"""),
        // Users
        new("POST", "/v1/users", Who.AdminOrSystem, "users:write", """{"email":"$email","name":"N","role":"customer","customerId":"$customer"}"""),
        new("GET", "/v1/users/", Who.Admin, "users:read"),
        new("GET", "/v1/users/$user/", Who.Admin, "users:read"),
        new("POST", "/v1/users/$user/invitation", Who.Admin, "users:write", Ready: Fresh.User),
        new("POST", "/v1/users/$user/disabling", Who.Admin, "users:write", Ready: Fresh.User),
        new("POST", "/v1/users/$user/enabling", Who.Admin, "users:write", Ready: Fresh.DisabledUser),
        new("POST", "/v1/users/$user/role", Who.Admin, "users:write", """{"role":"lead"}""", Ready: Fresh.User),
        // Audit
        new("GET", "/v1/audit?trail=rights", Who.Admin, "audit:read"),
        // Me
        new("GET", "/v1/me/", Who.Anyone, "me:read"),
        new("GET", "/v1/me/tokens", Who.Anyone, "me:read"),
        new("POST", "/v1/me/tokens", Who.Anyone, "me:write", """{"name":"mine"}"""),
        new("POST", "/v1/me/tokens/$mine/revocation", Who.Anyone, "me:write", """{"keepMade":false}""", Ready: Fresh.OwnToken),
        // Tokens
        new("POST", "/v1/tokens/", Who.Admin, "tokens:write", """{"name":"x","role":"customer","customerId":"$customer"}"""),
        new("GET", "/v1/tokens/", Who.Admin, "tokens:read"),
        new("POST", "/v1/tokens/$token/revocation", Who.Admin, "tokens:write", """{"keepMade":false}""", Ready: Fresh.Token),
        // Webhooks
        new("GET", "/v1/webhook-events", Who.Admin, "webhooks:read"),
        new("GET", "/v1/webhooks/", Who.Admin, "webhooks:read"),
        new("POST", "/v1/webhooks/", Who.Admin, "webhooks:write", """{"name":"n","url":"http://127.0.0.1:9/","events":["ticket.opened"]}"""),
        new("GET", "/v1/webhooks/$webhook/", Who.Admin, "webhooks:read"),
        new("PATCH", "/v1/webhooks/$webhook/", Who.Admin, "webhooks:write", """{"name":"n"}"""),
        new("POST", "/v1/webhooks/$webhook/secret", Who.Admin, "webhooks:write"),
        new("POST", "/v1/webhooks/$webhook/trial", Who.Admin, "webhooks:write"),
        new("GET", "/v1/webhooks/$webhook/deliveries", Who.Admin, "webhooks:read"),
        new("POST", "/v1/webhooks/$webhook/deliveries/$delivery/repetition", Who.Admin, "webhooks:write"),
        new("POST", "/v1/webhooks/$hook/removal", Who.Admin, "webhooks:write", Ready: Fresh.Webhook),
        // Background
        new("GET", "/v1/failed-work/", Who.Admin, "background:read"),
        new("POST", "/v1/failed-work/retries", Who.Admin, "background:write", """{"kind":"fileBytes","id":"$dead"}""", Ready: Fresh.DeadWork),
        new("POST", "/v1/failed-work/discards", Who.Admin, "background:write", """{"kind":"fileBytes","id":"$dead"}""", Ready: Fresh.DeadWork),
        // Customers
        new("POST", "/v1/customers/", Who.StaffOrSystem, "customers:write", """{"name":"New","email":"new@test.example"}"""),
        new("GET", "/v1/customers/", Who.Anyone, "customers:read"),
        new("GET", "/v1/customers/$customer/", Who.Anyone, "customers:read"),
        new("PATCH", "/v1/customers/$customer/", Who.Anyone, "customers:write", """{"name":"New name"}"""),
        // Licenses
        new("GET", "/v1/customers/$customer/licenses/", Who.Anyone, "licenses:read"),
        new("POST", "/v1/customers/$customer/licenses/", Who.AdminOrSystem, "licenses:write", """{"number":"$number","edition":"CS-Cart","purchasedAt":"2026-11-01T10:00:00Z"}"""),
        new("GET", "/v1/licenses/$license/", Who.Anyone, "licenses:read"),
        new("POST", "/v1/licenses/$license/attachments?name=a.txt", Who.CustomerOrStaff, "tickets:write", "a text"),
        new("POST", "/v1/licenses/$license/care", Who.AdminOrSystem, "licenses:write", """{"orderId":"$order"}""", Ready: Fresh.LapsedCare),
        new("POST", "/v1/licenses/$license/period", Who.AdminOrSystem, "licenses:write", """{"orderId":"$order","days":30}""", Ready: Fresh.License),
        new("POST", "/v1/licenses/$license/upgrade-subscription", Who.AdminOrSystem, "licenses:write", """{"upgradeSubscription":"lifetime"}""", Ready: Fresh.License),
        new("POST", "/v1/licenses/$license/revocation", Who.AdminOrSystem, "licenses:write", """{"reason":"r"}""", Ready: Fresh.License),
        // Credits
        new("GET", "/v1/customers/$customer/credits/", Who.Anyone, "credits:read"),
        new("GET", "/v1/customers/$customer/credits/entries", Who.Anyone, "credits:read"),
        new("GET", "/v1/customers/$customer/credits/statement.csv", Who.Anyone, "credits:read"),
        new("POST", "/v1/customers/$customer/credits/purchases", Who.AdminOrSystem, "credits:write", """{"orderId":"$order","credits":5}"""),
        new("POST", "/v1/customers/$customer/credits/adjustments", Who.Leads, "credits:write", """{"credits":5,"reason":"r"}"""),
        // Tickets
        new("POST", "/v1/tickets/", Who.CustomerOrStaff, "tickets:write", """{"licenseNumber":"$license","subject":"s","body":"b"}"""),
        new("GET", "/v1/tickets/", Who.CustomerOrStaff, "tickets:read"),
        new("GET", "/v1/tickets/?customer=$customer", Who.CustomerOrStaff, "tickets:read"),
        new("GET", "/v1/tickets/$ticket/", Who.CustomerOrStaff, "tickets:read"),
        new("GET", "/v1/tickets/$ticket/conversation", Who.CustomerOrStaff, "tickets:read"),
        new("GET", "/v1/tickets/$ticket/charges", Who.CustomerOrStaff, "tickets:read"),
        new("GET", "/v1/tickets/$ticket/messages/$message/attachments/$file", Who.CustomerOrStaff, "tickets:read"),
        new("POST", "/v1/tickets/$ticket/attachments?name=a.txt", Who.CustomerOrStaff, "tickets:write", "a text"),
        new("POST", "/v1/tickets/$ticket/messages", Who.CustomerOrStaff, "tickets:write", """{"body":"b"}"""),
        new("POST", "/v1/tickets/$ticket/claim", Who.Staff, "tickets:write", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/assignee", Who.Leads, "tickets:write", """{"engineer":"$engineer"}""", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/release", Who.Staff, "tickets:write", Ready: Fresh.Claimed),
        new("POST", "/v1/tickets/$ticket/urgency", Who.Staff, "tickets:write", """{"urgent":true,"reason":"r"}""", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/assessments", Who.Staff, "tickets:write", """{"category":"question"}""", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/consents", Who.Customer, "tickets:write", """{"revision":1,"decision":"accept"}""", Ready: Fresh.Proposed),
        new("POST", "/v1/tickets/$ticket/splits", Who.Staff, "tickets:write", """{"messageIds":[$message],"subject":"s"}""", Ready: Fresh.TwoMessages),
        new("POST", "/v1/tickets/$ticket/waivers", Who.Staff, "tickets:write", """{"reason":"r"}""", Ready: Fresh.Proposed),
        new("POST", "/v1/tickets/$ticket/coverage", Who.Staff, "tickets:write", """{"reason":"r"}""", Ready: Fresh.CoveredLater),
        new("POST", "/v1/tickets/$ticket/merges", Who.Staff, "tickets:write", """{"into":$second}""", Ready: Fresh.TwoTickets),
        new("POST", "/v1/tickets/$ticket/resolution", Who.Staff, "tickets:write", """{"outcome":"solved"}""", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/withdrawal", Who.Customer, "tickets:write", Ready: Fresh.Ticket),
        new("POST", "/v1/tickets/$ticket/closing", Who.CustomerOrStaff, "tickets:write", Ready: Fresh.Solved),
        new("POST", "/v1/tickets/$ticket/reopening", Who.CustomerOrStaff, "tickets:write", Ready: Fresh.Solved),
        new("GET", "/v1/search?q=%23$ticket", Who.CustomerOrStaff, "tickets:read"),
        // Queues
        new("GET", "/v1/queues/", Who.Staff, "queues:read"),
        new("GET", "/v1/queues/$desk", Who.Staff, "queues:read"),
        new("POST", "/v1/queues/$desk/next", Who.Staff, "queues:write"),
        // Canned replies
        new("GET", "/v1/canned-replies/", Who.Staff, "replies:read"),
        new("POST", "/v1/canned-replies/", Who.Leads, "replies:write", """{"title":"t","body":"b"}"""),
        new("POST", "/v1/canned-replies/removal", Who.Leads, "replies:write", """{"title":"$title"}""", Ready: Fresh.Reply),
        // Reports
        new("GET", "/v1/reports/$report", Who.Leads, "reports:read"),
        new("GET", "/v1/ledger", Who.Leads, "reports:read"),
        // Enquiries
        new("POST", "/v1/enquiries/", Who.Open, "enquiries:write", """{"name":"V","email":"v@test.example","subject":"s","body":"b"}"""),
        new("GET", "/v1/enquiries/", Who.Staff, "enquiries:read"),
        new("GET", "/v1/enquiries/$enquiry/", Who.Staff, "enquiries:read"),
        new("POST", "/v1/enquiries/$enquiry/answers", Who.Staff, "enquiries:write", """{"body":"b"}""", Ready: Fresh.Enquiry),
        new("POST", "/v1/enquiries/$enquiry/closing", Who.Staff, "enquiries:write", Ready: Fresh.Enquiry),
        // Chats
        new("POST", "/v1/chats/", Who.Customer, "chats:write", """{"licenseNumber":"$license","body":"Hello?"}"""),
        new("GET", "/v1/chats/", Who.CustomerOrStaff, "chats:read"),
        new("GET", "/v1/chats/$chat/", Who.CustomerOrStaff, "chats:read"),
        new("GET", "/v1/chats/$chat/messages", Who.CustomerOrStaff, "chats:read"),
        new("POST", "/v1/chats/$chat/messages", Who.CustomerOrStaff, "chats:write", """{"body":"b"}""", Ready: Fresh.Chat),
        new("POST", "/v1/chats/$chat/taking", Who.Staff, "chats:write", Ready: Fresh.Chat),
        new("POST", "/v1/chats/$chat/ticket", Who.Staff, "chats:write", """{"subject":"s"}""", Ready: Fresh.Chat),
        new("POST", "/v1/chats/$chat/closing", Who.CustomerOrStaff, "chats:write", Ready: Fresh.AnsweredChat),
        // Pages
        new("GET", "/", Who.Anyone, null),
        new("GET", "/board", Who.Staff, null),
        new("GET", "/board/$board", Who.Staff, null),
        new("POST", "/board", Who.Staff, null, ""),
        new("POST", "/board/$board", Who.Staff, null, ""),
        new("GET", "/tickets/", Who.CustomerOrStaff, null),
        new("GET", "/tickets/new/", Who.CustomerOrStaff, null),
        new("POST", "/tickets/new/", Who.CustomerOrStaff, null, ""),
        new("POST", "/tickets/new/estimate", Who.CustomerOrStaff, null, ""),
        new("GET", "/tickets/$ticket/", Who.CustomerOrStaff, null),
        new("GET", "/tickets/$ticket/charges", Who.CustomerOrStaff, null),
        new("POST", "/tickets/$ticket/messages", Who.CustomerOrStaff, null, ""),
        new("POST", "/tickets/$ticket/estimate", Who.Staff, null, ""),
        new("POST", "/tickets/$ticket/draft", Who.CustomerOrStaff, null, ""),
        new("POST", "/tickets/$ticket/merges", Who.Staff, null, ""),
        new("POST", "/tickets/$ticket/assignee", Who.Leads, null, ""),
        new("POST", "/tickets/$ticket/$does", Who.CustomerOrStaff, null, ""),
        new("POST", "/preview", Who.CustomerOrStaff, null, "body=words"),
        new("GET", "/chats/", Who.CustomerOrStaff, null),
        new("POST", "/chats/", Who.Customer, null, ""),
        new("GET", "/chats/$chat", Who.CustomerOrStaff, null),
        new("POST", "/chats/$chat/$does", Who.CustomerOrStaff, null, ""),
        new("GET", "/canned-replies/", Who.Staff, null),
        new("POST", "/canned-replies/", Who.Leads, null, ""),
        new("POST", "/canned-replies/removal", Who.Leads, null, "title=none"),
        new("GET", "/tickets/$ticket/messages/$message/attachments/$file", Who.CustomerOrStaff, null),
        new("GET", "/search?q=words", Who.CustomerOrStaff, null),
        new("GET", "/credits", Who.CustomerOrStaff, null),
        new("GET", "/credits/statement.csv", Who.Customer, null),
        new("GET", "/customers/", Who.Staff, null),
        new("GET", "/customers/$customer", Who.Staff, null),
        new("POST", "/customers/$customer/adjustments", Who.Leads, null, ""),
        new("GET", "/enquiries/", Who.Staff, null),
        new("GET", "/enquiries/$enquiry", Who.Staff, null),
        new("POST", "/enquiries/$enquiry/$does", Who.Staff, null, ""),
        new("GET", "/policy/trial/", Who.Leads, null),
        new("POST", "/policy/trial/", Who.Leads, null, ""),
        new("POST", "/policy/trial/result", Who.Leads, null, ""),
        new("GET", "/reports", Who.Leads, null),
        new("GET", "/reports/$report.csv", Who.Leads, null),
        new("GET", "/ledger", Who.Leads, null),
        new("GET", "/tokens", Who.Admin, null),
        new("POST", "/tokens", Who.Admin, null, ""),
        new("POST", "/tokens/$token/revocation", Who.Admin, null, ""),
        new("GET", "/webhooks/", Who.Admin, null),
        new("POST", "/webhooks/", Who.Admin, null, ""),
        new("GET", "/webhooks/$webhook", Who.Admin, null),
        new("POST", "/webhooks/$webhook/$manages", Who.Admin, null, ""),
        new("POST", "/webhooks/$webhook/change", Who.Admin, null, ""),
        new("POST", "/webhooks/$webhook/deliveries/$delivery", Who.Admin, null, ""),
        new("GET", "/audit", Who.Admin, null),
        new("GET", "/system", Who.Admin, null),
        new("POST", "/system/failed-work/retry", Who.Admin, null, ""),
        new("POST", "/system/failed-work/discard", Who.Admin, null, ""),
        new("GET", "/account/", Who.Anyone, null),
        new("POST", "/account/password", Who.Anyone, null, ""),
        new("POST", "/account/sessions", Who.Anyone, null, ""),
        new("GET", "/account/proof", Who.Anyone, null),
        new("POST", "/account/proof", Who.Anyone, null, ""),
        new("POST", "/account/tokens", Who.Anyone, null, ""),
        new("POST", "/account/tokens/$mine/revocation", Who.Anyone, null, ""),
        new("POST", "/account/passkeys/options", Who.Anyone, null, "password=x"),
        new("POST", "/account/passkeys/", Who.Anyone, null, "credential=x"),
        new("POST", "/account/passkeys/$passkey/removal", Who.Anyone, null, ""),
        new("GET", "/account/second-factor/", Who.Anyone, null),
        new("POST", "/account/second-factor/", Who.Anyone, null, ""),
        new("GET", "/people/", Who.Admin, null),
        new("POST", "/people/", Who.Admin, null, ""),
        new("POST", "/people/$user/$act", Who.Admin, null, ""),
        new("POST", "/sign-out", Who.Anyone, null, ""),
        // Pages for whoever comes
        new("GET", "/policy/", Who.Open, null),
        new("GET", "/policy/calendar", Who.Open, null),
        new("GET", "/policy/prices", Who.Open, null),
        new("GET", "/contact", Who.Open, null),
        new("POST", "/contact", Who.Open, null, ""),
        new("GET", "/sign-in/", Who.Open, null),
        new("POST", "/sign-in/", Who.Open, null, ""),
        new("GET", "/sign-in/code", Who.Open, null),
        new("POST", "/sign-in/code", Who.Open, null, ""),
        new("POST", "/sign-in/passkey/options", Who.Open, null, ""),
        new("POST", "/sign-in/passkey/", Who.Open, null, ""),
        new("GET", "/registration", Who.Open, null),
        new("POST", "/registration", Who.Open, null, ""),
        new("GET", "/password-reset", Who.Open, null),
        new("POST", "/password-reset", Who.Open, null, ""),
        new("GET", "/password-reset/new", Who.Open, null),
        new("POST", "/password-reset/new", Who.Open, null, ""),
        new("GET", "/address-confirmation/", Who.Open, null),
        new("POST", "/address-confirmation/", Who.Open, null, ""),
        new("GET", "/invitation", Who.Open, null),
        new("POST", "/invitation", Who.Open, null, ""),
        new("GET", "/health/live", Who.Open, null),
        new("GET", "/health/ready", Who.Open, null),
        new("GET", "/openapi/v1.json", Who.Open, null),
    ];
}
