using Tallydesk.Chats;
using Tallydesk.Queues;
using Tallydesk.Tests.Rights;

namespace Tallydesk.Tests.Doors;

/// <summary>One input of an act, as it is sent through each of its doors; <c>$</c> begins the name of a thing.</summary>
/// <param name="Json">The body over REST; null for none.</param>
/// <param name="Form">The page's form; null where no form can say it.</param>
/// <param name="Hub">The arguments of the hub's method but for the command id; null where it can't be said.</param>
internal sealed record DoorInput(string? Json, string? Form, object?[]? Hub = null);

/// <summary>An act that has more than one door.</summary>
/// <param name="Rest">The route of REST.</param>
/// <param name="Form">Where the page's form is sent; null where no page has it.</param>
/// <param name="Who">The role that does it here.</param>
/// <param name="Good">A right input.</param>
/// <param name="Ready">Makes what a right input needs.</param>
internal sealed record ReviewedAct(string Rest, string? Form, Who Who, DoorInput Good, Preparation? Ready = null)
{
    /// <summary>The hub and its method; null where no hub has it.</summary>
    public (string Name, string Method)? Hub { get; init; }

    /// <summary>Inputs that are refused.</summary>
    public IReadOnlyList<DoorInput> Bad { get; init; } = [];

    /// <summary>Makes what refused inputs meet; null for what a right input needs.</summary>
    public Preparation? BadReady { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rest} ({Form}, {Good.Json})";
}

/// <summary>
/// Every act that has more than one door, with inputs that are right and wrong. An act that is neither here nor among those
/// with one door fails the tests: whoever adds one says through which doors it is done.
/// </summary>
internal static class DoorTable
{
    /// <summary>The acts with one door, and why they have no other.</summary>
    public static IReadOnlyDictionary<string, string> OneDoor { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POST /v1/policy/versions"] = "A policy is a document: programs adopt it.",
            ["POST /v1/policy/evaluations"] = "Changes nothing; the page tries one case by its own fields.",
            ["POST /v1/batches"] = "Each of its commands goes through its own door.",
            ["POST /v1/quotes"] = "Changes nothing; the page asks the same function.",
            ["POST /v1/users/$user/role"] = "No page has it.",
            ["POST /v1/customers/"] = "The vendor's programs make customers known.",
            ["PATCH /v1/customers/$customer/"] = "No page has it.",
            ["POST /v1/customers/$customer/licenses/"] = "The vendor's shop reports licenses.",
            ["POST /v1/customers/$customer/credits/purchases"] = "The vendor's shop reports purchases.",
            ["POST /v1/licenses/$license/care"] = "The vendor's shop reports it.",
            ["POST /v1/licenses/$license/period"] = "The vendor's shop reports it.",
            ["POST /v1/licenses/$license/upgrade-subscription"] = "The vendor's shop reports it.",
            ["POST /v1/licenses/$license/revocation"] = "The vendor's shop reports it.",
            ["POST /v1/licenses/$license/attachments"] = "A form sends its files together with its message.",
            ["POST /v1/tickets/$ticket/attachments"] = "A form sends its files together with its message.",
            ["/tickets/new/estimate"] = "Changes nothing.",
            ["/tickets/$ticket/estimate"] = "Changes nothing.",
            ["/tickets/$ticket/draft"] = "Changes nothing.",
            ["/preview"] = "Changes nothing.",
            ["/policy/trial/"] = "Changes nothing.",
            ["/policy/trial/result"] = "Changes nothing.",
            ["/account/password"] = "A person proves who they are: pages only.",
            ["/account/sessions"] = "A person proves who they are: pages only.",
            ["/account/proof"] = "A person proves who they are: pages only.",
            ["/account/passkeys/options"] = "A person proves who they are: pages only.",
            ["/account/second-factor/"] = "A person proves who they are: pages only.",
            ["/sign-out"] = "A person proves who they are: pages only.",
            ["/sign-in/"] = "A person proves who they are: pages only.",
            ["/sign-in/code"] = "A person proves who they are: pages only.",
            ["/sign-in/passkey/options"] = "A person proves who they are: pages only.",
            ["/registration"] = "A person proves who they are: pages only.",
            ["/password-reset"] = "A person proves who they are: pages only.",
            ["/password-reset/new"] = "A person proves who they are: pages only.",
            ["/address-confirmation/"] = "A person proves who they are: pages only.",
            ["/invitation"] = "A person proves who they are: pages only.",
        };

    /// <summary>The table.</summary>
    // csharpier-ignore
    public static IReadOnlyList<ReviewedAct> Acts { get; } =
    [
        // Credits: first, while no ticket waits for them
        new("POST /v1/customers/$customer/credits/adjustments", "/customers/$customer/adjustments", Who.Lead, new("""{"credits":5,"reason":"r"}""", "credits=5&reason=r"))
        {
            Bad =
            [
                new("""{"reason":"r"}""", "reason=r"),
                new("""{"credits":0,"reason":"r"}""", "credits=0&reason=r"),
                new("""{"credits":5}""", "credits=5"),
                new($$"""{"credits":5,"reason":"{{Of(501)}}"}""", $"credits=5&reason={Of(501)}"),
                new("""{"credits":-900000,"reason":"r"}""", "credits=-900000&reason=r"),
            ],
        },
        // Tickets
        new("POST /v1/tickets/", "/tickets/new/", Who.Customer,
            new("""{"licenseNumber":"$license","subject":"s","body":"b","preAgreedUpTo":5}""", "license=$license&subject=s&body=b&ceiling=5"))
        {
            Bad =
            [
                new("""{"licenseNumber":"$license","body":"b"}""", "license=$license&body=b"),
                new("""{"licenseNumber":"$license","subject":"  ","body":"b"}""", "license=$license&subject=  &body=b"),
                new($$"""{"licenseNumber":"$license","subject":"{{Of(201)}}","body":"b"}""", $"license=$license&subject={Of(201)}&body=b"),
                new("""{"licenseNumber":"$license","subject":"s"}""", "license=$license&subject=s"),
                new($$"""{"licenseNumber":"$license","subject":"s","body":"{{Of(20_001)}}"}""", $"license=$license&subject=s&body={Of(20_001)}"),
                new("""{"subject":"s","body":"b"}""", "subject=s&body=b"),
                new("""{"licenseNumber":"?","subject":"s","body":"b"}""", "license=?&subject=s&body=b"),
                new("""{"licenseNumber":"$license","subject":"s","body":"b","preAgreedUpTo":-3}""", "license=$license&subject=s&body=b&ceiling=-3"),
            ],
        },
        new("POST /v1/tickets/$ticket/messages", "/tickets/$ticket/messages", Who.Engineer,
            new("""{"body":"b","seen":1000}""", "body=b&seen=1000"), Fresh.Ticket)
        {
            Bad =
            [
                new("{}", ""),
                new("""{"body":" "}""", "body= "),
                new($$"""{"body":"{{Of(20_001)}}"}""", $"body={Of(20_001)}"),
                new($$"""{"body":"{{Of(20_001)}}","seen":0}""", $"body={Of(20_001)}&seen=0"),
                new("""{"body":"b","seen":0}""", "body=b&seen=0"),
            ],
        },
        new("POST /v1/tickets/$ticket/messages", "/tickets/$ticket/messages", Who.Customer,
            new("""{"body":"b","seen":0}""", "body=b&seen=0"), Fresh.Ticket)
        {
            Bad = [new("""{"body":"","internal":true}""", "internal=on"), new("""{"body":"b","internal":true}""", "body=b&internal=on")],
        },
        new("POST /v1/tickets/$ticket/messages", "/tickets/$ticket/messages", Who.Engineer,
            new("""{"body":"b","internal":true,"seen":0}""", "body=b&internal=on&seen=0"), Fresh.Ticket)
        {
            Bad = [new("""{"internal":true}""", "internal=on")],
        },
        new("POST /v1/tickets/$ticket/merges", "/tickets/$ticket/merges", Who.Engineer, new("""{"into":$second}""", "into=$second"), Fresh.TwoTickets)
        {
            Bad = [new("{}", ""), new("""{"into":999999}""", "into=999999"), new("""{"into":$ticket}""", "into=$ticket")],
        },
        new("POST /v1/tickets/$ticket/assignee", "/tickets/$ticket/assignee", Who.Lead, new("""{"engineer":"admin"}""", "engineer=admin"), Fresh.Ticket)
        {
            Bad = [new("{}", ""), new("""{"engineer":"nobody"}""", "engineer=nobody")],
        },
        new("POST /v1/tickets/$ticket/claim", "/tickets/$ticket/claim", Who.Engineer, new(null, "", ["$ticket"]), Fresh.Ticket)
        {
            Hub = ("queue", nameof(IQueueHub.Claim)),
            Bad = [new(null, "", ["$ticket"])],
            BadReady = Fresh.Solved,
        },
        new("POST /v1/tickets/$ticket/release", "/tickets/$ticket/release", Who.Engineer, new(null, "", ["$ticket"]), Fresh.Claimed)
        {
            Hub = ("queue", nameof(IQueueHub.Release)),
            Bad = [new(null, null, ["$ticket"])],
            BadReady = Unknown("$ticket", "987654"),
        },
        new("POST /v1/tickets/$ticket/urgency", "/tickets/$ticket/urgency", Who.Engineer, new("""{"urgent":true,"reason":"r"}""", "urgent=on&reason=r"), Fresh.Ticket)
        {
            Bad =
            [
                new("""{"urgent":true}""", "urgent=on"),
                new("""{"urgent":true,"reason":" "}""", "urgent=on&reason= "),
                new($$"""{"urgent":true,"reason":"{{Of(501)}}"}""", $"urgent=on&reason={Of(501)}"),
            ],
        },
        new("POST /v1/tickets/$ticket/assessments", "/tickets/$ticket/assessments", Who.Engineer, new("""{"category":"question"}""", "category=question"), Fresh.Ticket)
        {
            Bad =
            [
                new("{}", ""),
                new("""{"category":"complexModification"}""", "category=complexModification"),
                new("""{"category":"complexModification","credits":1}""", "category=complexModification&credits=1"),
                new("""{"category":"upgrade","upgrade":{"to":"4.3.9"}}""", "category=upgrade&to=4.3.9"),
                new("""{"category":"upgrade","upgrade":{"from":"4.3.9","to":"4.3.1"}}""", "category=upgrade&from=4.3.9&to=4.3.1"),
                new($$"""{"category":"question","note":"{{Of(2_001)}}"}""", $"category=question&note={Of(2_001)}"),
            ],
        },
        new("POST /v1/tickets/$ticket/consents", "/tickets/$ticket/consents", Who.Customer, new("""{"revision":1,"decision":"accept"}""", "revision=1&decision=accept"), Fresh.Proposed)
        {
            Bad =
            [
                new("""{"decision":"accept"}""", "decision=accept"),
                new("""{"revision":1}""", "revision=1"),
                new("""{"revision":7,"decision":"accept"}""", "revision=7&decision=accept"),
            ],
        },
        new("POST /v1/tickets/$ticket/splits", "/tickets/$ticket/splits", Who.Engineer, new("""{"messageIds":[$message],"subject":"s"}""", "messages=$message&subject=s"), Fresh.TwoMessages)
        {
            Bad =
            [
                new("""{"subject":"s"}""", "subject=s"),
                new("""{"messageIds":[$message]}""", "messages=$message"),
                new($$"""{"messageIds":[$message],"subject":"{{Of(201)}}"}""", $"messages=$message&subject={Of(201)}"),
                new("""{"messageIds":[999],"subject":"s"}""", "messages=999&subject=s"),
            ],
        },
        new("POST /v1/tickets/$ticket/waivers", "/tickets/$ticket/waivers", Who.Engineer, new("""{"reason":"r"}""", "reason=r"), Fresh.Proposed)
        {
            Bad = [new("{}", ""), new("""{"reason":""}""", "reason="), new($$"""{"reason":"{{Of(501)}}"}""", $"reason={Of(501)}")],
        },
        new("POST /v1/tickets/$ticket/coverage", "/tickets/$ticket/coverage", Who.Engineer, new("""{"reason":"r"}""", "reason=r"), Fresh.CoveredLater)
        {
            Bad = [new($$"""{"reason":"{{Of(501)}}"}""", $"reason={Of(501)}"), new("{}", "")],
            BadReady = Fresh.Proposed,
        },
        new("POST /v1/tickets/$ticket/resolution", "/tickets/$ticket/resolution", Who.Engineer, new("""{"outcome":"solved","note":"n"}""", "outcome=solved&note=n"), Fresh.Ticket)
        {
            Bad =
            [
                new("{}", ""),
                new("""{"outcome":"duplicate","fixedIn":"1.2.3"}""", "outcome=duplicate&fixedIn=1.2.3"),
                new($$"""{"outcome":"solved","note":"{{Of(2_001)}}"}""", $"outcome=solved&note={Of(2_001)}"),
                new($$"""{"outcome":"solved","fixedIn":"{{Of(41)}}"}""", $"outcome=solved&fixedIn={Of(41)}"),
            ],
        },
        new("POST /v1/tickets/$ticket/withdrawal", "/tickets/$ticket/withdrawal", Who.Customer, new(null, ""), Fresh.Ticket)
        {
            Bad = [new(null, "")],
            BadReady = Fresh.Solved,
        },
        new("POST /v1/tickets/$ticket/closing", "/tickets/$ticket/closing", Who.Customer, new(null, ""), Fresh.Solved)
        {
            Bad = [new(null, "")],
            BadReady = Fresh.Ticket,
        },
        new("POST /v1/tickets/$ticket/reopening", "/tickets/$ticket/reopening", Who.Customer, new(null, ""), Fresh.Solved)
        {
            Bad = [new(null, "")],
            BadReady = Fresh.Ticket,
        },
        new("POST /v1/queues/$desk/next", null, Who.Engineer, new(null, null, ["$desk"]), Fresh.Ticket)
        {
            Hub = ("queue", nameof(IQueueHub.Next)),
            Bad = [new(null, null, ["nowhere"])],
            BadReady = Unknown("$desk", "nowhere"),
        },
        // Chats
        new("POST /v1/chats/", "/chats/", Who.Customer, new("""{"licenseNumber":"$license","body":"b"}""", "license=$license&body=b", ["$license", "b"]))
        {
            Hub = ("chat", nameof(IChatHub.Start)),
            Bad =
            [
                new("""{"licenseNumber":"?","body":"b"}""", "license=?&body=b", ["?", "b"]),
                new("""{"licenseNumber":"$license"}""", "license=$license", ["$license", null]),
                new("""{"licenseNumber":"$license","body":" "}""", "license=$license&body= ", ["$license", " "]),
                new($$"""{"licenseNumber":"$license","body":"{{Of(2_001)}}"}""", $"license=$license&body={Of(2_001)}", ["$license", Of(2_001)]),
            ],
        },
        new("POST /v1/chats/$chat/messages", "/chats/$chat/messages", Who.Customer, new("""{"body":"b"}""", "body=b", ["$chat", "b"]), Fresh.Chat)
        {
            Hub = ("chat", nameof(IChatHub.Say)),
            Bad =
            [
                new("{}", "", ["$chat", null]),
                new("""{"body":" "}""", "body= ", ["$chat", " "]),
                new($$"""{"body":"{{Of(2_001)}}"}""", $"body={Of(2_001)}", ["$chat", Of(2_001)]),
            ],
        },
        new("POST /v1/chats/$chat/taking", "/chats/$chat/taking", Who.Engineer, new(null, "", ["$chat"]), Fresh.Chat)
        {
            Hub = ("chat", nameof(IChatHub.Take)),
        },
        new("POST /v1/chats/$chat/ticket", "/chats/$chat/ticket", Who.Engineer,
            new("""{"subject":"s","categoryHint":"question"}""", "subject=s&category=question", ["$chat", "s", "question", null]), Fresh.Chat)
        {
            Hub = ("chat", nameof(IChatHub.MakeTicket)),
            Bad =
            [
                new("{}", "", ["$chat", null, null, null]),
                new($$"""{"subject":"{{Of(201)}}"}""", $"subject={Of(201)}", ["$chat", Of(201), null, null]),
                new("""{"subject":"s","messageId":99}""", null, ["$chat", "s", null, 99L]),
            ],
        },
        new("POST /v1/chats/$chat/closing", "/chats/$chat/closing", Who.Engineer, new(null, "", ["$chat"]), Fresh.AnsweredChat)
        {
            Hub = ("chat", nameof(IChatHub.Close)),
            Bad = [new(null, "", ["$chat"])],
            BadReady = Fresh.Chat,
        },
        // What staff look after
        new("POST /v1/canned-replies/", "/canned-replies/", Who.Lead, new("""{"title":"$title","body":"b"}""", "title=$title&body=b"))
        {
            Bad =
            [
                new("""{"body":"b"}""", "body=b"),
                new("""{"title":" ","body":"b"}""", "title= &body=b"),
                new($$"""{"title":"{{Of(101)}}","body":"b"}""", $"title={Of(101)}&body=b"),
                new("""{"title":"t"}""", "title=t"),
                new($$"""{"title":"t","body":"{{Of(20_001)}}"}""", $"title=t&body={Of(20_001)}"),
            ],
        },
        new("POST /v1/canned-replies/removal", "/canned-replies/removal", Who.Lead, new("""{"title":" $title "}""", "title= $title "), Fresh.Reply)
        {
            Bad = [new("{}", ""), new($$"""{"title":"{{Of(101)}}"}""", $"title={Of(101)}")],
        },
        new("POST /v1/enquiries/$enquiry/answers", "/enquiries/$enquiry/answers", Who.Engineer, new("""{"body":"b"}""", "body=b"), Fresh.Enquiry)
        {
            Bad = [new("{}", ""), new("""{"body":" "}""", "body= "), new($$"""{"body":"{{Of(10_001)}}"}""", $"body={Of(10_001)}")],
        },
        new("POST /v1/enquiries/$enquiry/closing", "/enquiries/$enquiry/closing", Who.Engineer, new(null, ""), Fresh.Enquiry),
        // What admins look after
        new("POST /v1/tokens/", "/tokens", Who.Admin, new("""{"name":"x","role":"engineer"}""", "name=x&role=engineer"))
        {
            Bad =
            [
                new("""{"role":"engineer"}""", "role=engineer"),
                new($$"""{"name":"{{Of(201)}}","role":"engineer"}""", $"name={Of(201)}&role=engineer"),
                new("""{"name":"x"}""", "name=x"),
                new("""{"name":"x","role":"customer"}""", "name=x&role=customer&customer="),
                new("""{"name":"x","role":"customer","customerId":"cus-none"}""", "name=x&role=customer&customer=cus-none"),
                new("""{"name":"x","role":"engineer","scopes":["none:read"]}""", "name=x&role=engineer&scopes=none:read"),
                new("""{"name":"x","role":"engineer","expiresAt":"2020-01-01T00:00:00Z"}""", "name=x&role=engineer&days=-1"),
            ],
        },
        new("POST /v1/tokens/$token/revocation", "/tokens/$token/revocation", Who.Admin, new("{}", ""), Fresh.Token),
        new("POST /v1/webhooks/", "/webhooks/", Who.Admin,
            new("""{"name":"n","url":"http://127.0.0.1:9/","events":["ticket.opened"]}""", "name=n&url=http://127.0.0.1:9/&events=ticket.opened"))
        {
            Bad =
            [
                new("""{"url":"http://127.0.0.1:9/","events":["ticket.opened"]}""", "url=http://127.0.0.1:9/&events=ticket.opened"),
                new("""{"name":"n","events":["ticket.opened"]}""", "name=n&events=ticket.opened"),
                new("""{"name":"n","url":"http://inside/","events":["ticket.opened"]}""", "name=n&url=http://inside/&events=ticket.opened"),
                new("""{"name":"n","url":"http://127.0.0.1:9/"}""", "name=n&url=http://127.0.0.1:9/"),
                new("""{"name":"n","url":"http://127.0.0.1:9/","events":["none"]}""", "name=n&url=http://127.0.0.1:9/&events=none"),
            ],
        },
        new("PATCH /v1/webhooks/$webhook/", "/webhooks/$webhook/change", Who.Admin,
            new("""{"name":"$title","url":"http://127.0.0.1:9/","events":["ticket.opened"]}""", "name=$title&url=http://127.0.0.1:9/&events=ticket.opened"), Fresh.Webhook)
        {
            Bad =
            [
                new("""{"name":"","url":"http://127.0.0.1:9/","events":["ticket.opened"]}""", "url=http://127.0.0.1:9/&events=ticket.opened"),
                new("""{"name":"n","url":"http://inside/","events":["ticket.opened"]}""", "name=n&url=http://inside/&events=ticket.opened"),
                new("""{"name":"n","url":"http://127.0.0.1:9/","events":[]}""", "name=n&url=http://127.0.0.1:9/"),
            ],
        },
        new("PATCH /v1/webhooks/$webhook/", "/webhooks/$webhook/pausing", Who.Admin, new("""{"paused":true}""", ""), Fresh.Webhook),
        new("PATCH /v1/webhooks/$webhook/", "/webhooks/$webhook/resuming", Who.Admin, new("""{"paused":false}""", ""), Fresh.PausedWebhook),
        new("POST /v1/webhooks/$webhook/secret", "/webhooks/$webhook/secret", Who.Admin, new(null, ""), Fresh.Webhook),
        new("POST /v1/webhooks/$webhook/trial", "/webhooks/$webhook/trial", Who.Admin, new(null, ""), Fresh.Webhook),
        new("POST /v1/webhooks/$webhook/deliveries/$delivery/repetition", "/webhooks/$webhook/deliveries/$delivery", Who.Admin, new(null, "")),
        new("POST /v1/webhooks/$hook/removal", "/webhooks/$webhook/removal", Who.Admin, new(null, ""), Fresh.Webhook),
        new("POST /v1/failed-work/retries", "/system/failed-work/retry", Who.Admin,
            new("""{"kind":"fileBytes","id":"$dead"}""", "kind=fileBytes&id=$dead"), Fresh.DeadWork)
        {
            Bad = [new("""{"id":"$dead"}""", "id=$dead"), new("""{"kind":"fileBytes"}""", "kind=fileBytes")],
        },
        new("POST /v1/failed-work/discards", "/system/failed-work/discard", Who.Admin,
            new("""{"kind":"fileBytes","id":"$dead"}""", "kind=fileBytes&id=$dead"), Fresh.DeadWork)
        {
            Bad = [new("""{"id":"$dead"}""", "id=$dead"), new("""{"kind":"fileBytes"}""", "kind=fileBytes")],
        },
        new("POST /v1/users", "/people/", Who.Admin, new("""{"email":"$email","name":"N","role":"engineer"}""", "email=$email&name=N&role=engineer"))
        {
            Bad =
            [
                new("""{"name":"N","role":"engineer"}""", "name=N&role=engineer"),
                new("""{"email":"nobody","name":"N","role":"engineer"}""", "email=nobody&name=N&role=engineer"),
                new("""{"email":"a@b.example","role":"engineer"}""", "email=a@b.example&role=engineer"),
                new($$"""{"email":"a@b.example","name":"{{Of(201)}}","role":"engineer"}""", $"email=a@b.example&name={Of(201)}&role=engineer"),
                new("""{"email":"a@b.example","name":"N"}""", "email=a@b.example&name=N"),
                new("""{"email":"a@b.example","name":"N","role":"customer","customerId":"cus-none"}""", "email=a@b.example&name=N&role=customer&customerId=cus-none"),
            ],
        },
        new("POST /v1/users/$user/invitation", "/people/$user/invitation", Who.Admin, new(null, ""), Fresh.User),
        new("POST /v1/users/$user/disabling", "/people/$user/disabling", Who.Admin, new(null, ""), Fresh.User),
        new("POST /v1/users/$user/enabling", "/people/$user/enabling", Who.Admin, new(null, ""), Fresh.DisabledUser),
        // One's own access
        new("POST /v1/me/tokens", "/account/tokens", Who.Engineer, new("""{"name":"x","scopes":["me:read"]}""", "name=x&scopes=me:read"))
        {
            // A token in a browser has no account to show.
            BadReady = Fresh.SamePerson,
            Bad =
            [
                new("{}", ""),
                new("""{"name":" "}""", "name= "),
                new($$"""{"name":"{{Of(201)}}"}""", $"name={Of(201)}"),
                new("""{"name":"x","scopes":["none:read"]}""", "name=x&scopes=none:read"),
            ],
        },
        new("POST /v1/me/tokens/$mine/revocation", "/account/tokens/$mine/revocation", Who.Engineer, new("{}", ""), Fresh.OwnToken),
        // For whoever comes
        new("POST /v1/enquiries/", "/contact", Who.Visitor,
            new("""{"name":"V","email":"v@test.example","subject":"s","body":"b"}""", "name=V&email=v@test.example&subject=s&body=b"))
        {
            Bad =
            [
                new("""{"email":"v@test.example","subject":"s","body":"b"}""", "email=v@test.example&subject=s&body=b"),
                new("""{"name":"V","subject":"s","body":"b"}""", "name=V&subject=s&body=b"),
                new("""{"name":"V","email":"nobody","subject":"s","body":"b"}""", "name=V&email=nobody&subject=s&body=b"),
                new("""{"name":"V","email":"v@test.example","body":"b"}""", "name=V&email=v@test.example&body=b"),
                new("""{"name":"V","email":"v@test.example","subject":"s"}""", "name=V&email=v@test.example&subject=s"),
                new($$"""{"name":"V","email":"v@test.example","subject":"s","body":"{{Of(10_001)}}"}""", $"name=V&email=v@test.example&subject=s&body={Of(10_001)}"),
                new("""{"name":"V","email":"v@test.example","subject":"s","body":"b","licenseNumber":"?"}""", "name=V&email=v@test.example&subject=s&body=b&license=?"),
            ],
        },
    ];

    /// <summary>A text of a length.</summary>
    private static string Of(int length) => new('x', length);

    /// <summary>Names something that is not there.</summary>
    private static Preparation Unknown(string slot, string name) =>
        (things, caller) =>
        {
            things.Add(slot, name);
            return Task.FromResult(caller);
        };
}
