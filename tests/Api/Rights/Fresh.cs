using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Storage;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.Rights;

/// <summary>Makes what an act needs, so that nothing but a right can refuse it.</summary>
/// <param name="things">The things; what the act needs is replaced in them.</param>
/// <param name="caller">Who acts.</param>
/// <returns>Who acts: the caller, or the same role in another browser.</returns>
internal delegate Task<Caller> Preparation(Things things, Caller caller);

/// <summary>New things in the state that an act needs.</summary>
internal static class Fresh
{
    private const string Nothing = "{}";

    public static async Task<Caller> Ticket(Things things, Caller caller)
    {
        things.Add("$ticket", $"{await things.World.OpenAsync()}");
        return caller;
    }

    public static async Task<Caller> TwoTickets(Things things, Caller caller)
    {
        things.Add("$second", $"{await things.World.OpenAsync()}");
        return await Ticket(things, caller);
    }

    public static async Task<Caller> TwoMessages(Things things, Caller caller)
    {
        await Ticket(things, caller);
        things.Add("$message", $"{await things.World.WriteAsync(long.Parse(things["$ticket"]))}");
        return caller;
    }

    /// <summary>A ticket that the caller has, if they can.</summary>
    public static async Task<Caller> Claimed(Things things, Caller caller)
    {
        await Ticket(things, caller);
        return await DoAsync(StaffOf(things, caller), $"/v1/tickets/{things["$ticket"]}/claim", caller);
    }

    /// <summary>A ticket whose price waits for the customer's agreement.</summary>
    public static async Task<Caller> Proposed(Things things, Caller caller)
    {
        await Ticket(things, caller);
        return await AssessAsync(things, caller, """{"category":"complexModification","credits":20}""");
    }

    /// <summary>A ticket that was paid, whose license came under VIP care afterwards.</summary>
    public static async Task<Caller> CoveredLater(Things things, Caller caller)
    {
        await LapsedCare(things, caller);
        await DoAsync(
            things.World.System,
            $"/v1/customers/{things.World.Id}/credits/purchases",
            caller,
            $$"""{"orderId":"C-{{things["$order"]}}","credits":5}"""
        );
        var opened = await things.World.Customer.PostAsync(
            "/v1/tickets",
            $$"""{"licenseNumber":"{{things["$license"]}}","subject":"s","body":"b"}"""
        );
        things.Add("$ticket", $"{opened.Must(HttpStatusCode.Created).Number("number")}");
        await AssessAsync(things, caller, """{"category":"question"}""");
        return await DoAsync(
            things.World.System,
            $"/v1/licenses/{things["$license"]}/care",
            caller,
            $$"""{"orderId":"{{things["$order"]}}"}"""
        );
    }

    public static async Task<Caller> Solved(Things things, Caller caller)
    {
        await Ticket(things, caller);
        return await DoAsync(
            things.World.Engineer,
            $"/v1/tickets/{things["$ticket"]}/resolution",
            caller,
            """{"outcome":"solved"}"""
        );
    }

    /// <summary>A chat that waits.</summary>
    public static async Task<Caller> Chat(Things things, Caller caller)
    {
        things.Add("$chat", (await things.World.StartChatAsync()).Must(HttpStatusCode.Created).Text("id"));
        return caller;
    }

    /// <summary>A chat in which staff have the last word: the caller, if they can.</summary>
    public static async Task<Caller> AnsweredChat(Things things, Caller caller)
    {
        await Chat(things, caller);
        return await DoAsync(
            StaffOf(things, caller),
            $"/v1/chats/{things["$chat"]}/messages",
            caller,
            """{"body":"b"}"""
        );
    }

    /// <summary>A license whose period of support is over.</summary>
    public static Task<Caller> License(Things things, Caller caller) =>
        LicenseAsync(things, caller, "CS-Cart Ultimate");

    /// <summary>A license whose VIP care is over.</summary>
    public static Task<Caller> LapsedCare(Things things, Caller caller) =>
        LicenseAsync(things, caller, "Multi-Vendor Ultimate");

    public static async Task<Caller> Reply(Things things, Caller caller)
    {
        return await DoAsync(
            things.World.Lead,
            "/v1/canned-replies",
            caller,
            $$"""{"title":"{{things["$title"]}}","body":"b"}"""
        );
    }

    public static async Task<Caller> Enquiry(Things things, Caller caller)
    {
        things.Add("$enquiry", await things.World.EnquireAsync());
        return caller;
    }

    public static async Task<Caller> Token(Things things, Caller caller)
    {
        var made = await things.World.Admin.PostAsync("/v1/tokens", """{"name":"fresh","role":"engineer"}""");
        things.Add("$token", made.Must(HttpStatusCode.Created).Text("id"));
        return caller;
    }

    /// <summary>A token of the caller's own; another's where the caller is nobody.</summary>
    public static async Task<Caller> OwnToken(Things things, Caller caller)
    {
        var owner = caller.Role == Who.Visitor ? things.World.Engineer : caller.Client;
        var made = await owner.PostAsync("/v1/me/tokens", """{"name":"own"}""");
        things.Add("$mine", made.Must(HttpStatusCode.Created).Text("id"));
        return caller;
    }

    public static async Task<Caller> Webhook(Things things, Caller caller)
    {
        var id = await Things.WebhookAsync(things.Desk);
        things.Add("$webhook", id);
        things.Add("$hook", id);
        return caller;
    }

    public static async Task<Caller> PausedWebhook(Things things, Caller caller)
    {
        await Webhook(things, caller);
        var path = $"/v1/webhooks/{things["$webhook"]}";
        (await things.World.Admin.SendAsync(HttpMethod.Patch, path, """{"paused":true}""")).Must(HttpStatusCode.OK);
        return caller;
    }

    /// <summary>Background work that was given up.</summary>
    public static async Task<Caller> DeadWork(Things things, Caller caller)
    {
        things.Add("$dead", $"dead-{Guid.CreateVersion7():n}");
        await using var connection = await things.Desk.Services.GetRequiredService<Database>().OpenWriteAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO failed_work (kind, id, attempts, failed_at, failure)
            VALUES ('fileBytes', @id, 300, 1, 'IOException')
            """,
            new { id = things["$dead"] }
        );
        return caller;
    }

    /// <summary>Somebody who was invited.</summary>
    public static async Task<Caller> User(Things things, Caller caller)
    {
        things.Add("$user", (await Somebody.InvitedAsync(things.Desk)).Id);
        return caller;
    }

    public static async Task<Caller> DisabledUser(Things things, Caller caller)
    {
        await User(things, caller);
        return await DoAsync(things.World.Admin, $"/v1/users/{things["$user"]}/disabling", caller);
    }

    /// <summary>The caller in a new browser, by the same token.</summary>
    public static async Task<Caller> Session(Things things, Caller caller)
    {
        var browser = new PageBrowser(things.Desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", caller.Client.Token!));
        return caller with { Browser = browser, Form = await browser.FormTokenAsync("/account") };
    }

    /// <summary>A person of the caller's role, signed in by password in two browsers; the caller where no person has that role.</summary>
    public static async Task<Caller> Person(Things things, Caller caller)
    {
        if (caller.Role is Who.System or Who.Visitor)
        {
            return await Accepted(things, caller);
        }

        var person = await AcceptedAsync(things, caller.Role);
        var browser = new PageBrowser(things.Desk.Address);
        using var other = new PageBrowser(things.Desk.Address);
        await person.SignInAsync(other);
        var factor = caller.Role == Who.Customer ? default : await Somebody.SetSecondFactorAsync(other, things.Time);
        await person.SignInAsync(browser);
        if (factor.Codes is { } codes)
        {
            await browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", codes[0]));
        }

        return caller with
        {
            Browser = browser,
            Form = await browser.FormTokenAsync("/account"),
            Id = person.Id,
        };
    }

    /// <summary>As <see cref="Person"/>, the same one each time: for what leaves password and session as they are.</summary>
    public static async Task<Caller> SamePerson(Things things, Caller caller)
    {
        things.Add("$password", Somebody.Password);
        return things.Signed.GetValueOrDefault(caller.Role)
            ?? (things.Signed[caller.Role] = await Person(things, caller));
    }

    /// <summary>A person before whom the page shows a key for an app.</summary>
    public static async Task<Caller> PersonWithKey(Things things, Caller caller)
    {
        var person = await SamePerson(things, caller);
        var key = await Somebody.ShownKeyAsync(person.Browser);
        things.Add("$key", key);
        things.Add("$code", Somebody.CodeOf(key, things.Time.GetUtcNow()));
        return person;
    }

    /// <summary>Somebody with a password.</summary>
    public static async Task<Caller> Accepted(Things things, Caller caller)
    {
        await AcceptedAsync(things, Who.Engineer);
        return caller;
    }

    /// <summary>Somebody who gave the password and owes a code.</summary>
    public static async Task<Caller> OwesCode(Things things, Caller caller)
    {
        var person = await AcceptedAsync(things, Who.Engineer);
        using var first = new PageBrowser(things.Desk.Address);
        await person.SignInAsync(first);
        var (_, codes) = await Somebody.SetSecondFactorAsync(first, things.Time);
        things.Add("$code", codes[0]);
        var browser = new PageBrowser(things.Desk.Address);
        await person.SignInAsync(browser);
        return caller with { Browser = browser, Form = await browser.FormTokenAsync("/sign-in/code") };
    }

    /// <summary>The address of the customer.</summary>
    public static async Task<Caller> Registered(Things things, Caller caller)
    {
        var customer = await things.World.Admin.GetAsync($"/v1/customers/{things.World.Id}");
        things.Add("$email", customer.Must(HttpStatusCode.OK).Text("email"));
        return caller;
    }

    /// <summary>Somebody who has a link for a new password.</summary>
    public static async Task<Caller> Forgotten(Things things, Caller caller)
    {
        var person = await AcceptedAsync(things, Who.Engineer);
        await caller.Browser.SubmitAsync("/password-reset", "/password-reset", ("email", person.Email));
        return await ProofAsync(things, caller, person.Email, mails: 2);
    }

    /// <summary>A customer with a link that confirms another address.</summary>
    public static async Task<Caller> OtherAddress(Things things, Caller caller)
    {
        var address = Somebody.NewAddress();
        var path = $"/v1/customers/{things.World.Id}";
        var asked = await things.World.Customer.SendAsync(HttpMethod.Patch, path, $$"""{"email":"{{address}}"}""");
        asked.Must(HttpStatusCode.OK);
        return await ProofAsync(things, caller, address);
    }

    /// <summary>Somebody who has a link to accept an invitation.</summary>
    public static async Task<Caller> Invited(Things things, Caller caller)
    {
        things.Add("$password", Somebody.Password);
        return await ProofAsync(things, caller, (await Somebody.InvitedAsync(things.Desk)).Email);
    }

    private static async Task<Caller> ProofAsync(Things things, Caller caller, string address, int mails = 1)
    {
        things.Add("$proof", (await new Mailbox(things.Desk).LinkAsync(address, mails)).Split("proof=")[1]);
        return caller;
    }

    private static Task<Caller> LicenseAsync(Things things, Caller caller, string edition)
    {
        things.Add("$license", things["$number"]);
        return DoAsync(
            things.World.System,
            $"/v1/customers/{things.World.Id}/licenses",
            caller,
            $$"""{"number":"{{things["$license"]}}","edition":"{{edition}}","purchasedAt":"2025-06-01T10:00:00Z"}"""
        );
    }

    private static async Task<Somebody> AcceptedAsync(Things things, Who role)
    {
        var customer = role == Who.Customer ? things.World.Id : null;
        var person = await Somebody.AcceptedAsync(things.Desk, role.ToString().ToLowerInvariant(), customer);
        things.Add("$email", person.Email);
        things.Add("$password", Somebody.Password);
        return person;
    }

    private static ApiClient StaffOf(Things things, Caller caller) =>
        caller.Role is Who.Engineer or Who.Lead or Who.Admin ? caller.Client : things.World.Engineer;

    private static Task<Caller> AssessAsync(Things things, Caller caller, string body) =>
        DoAsync(things.World.Engineer, $"/v1/tickets/{things["$ticket"]}/assessments", caller, body);

    private static async Task<Caller> DoAsync(ApiClient by, string path, Caller caller, string body = Nothing)
    {
        var done = await by.PostAsync(path, body);
        return (int)done.Status is >= 200 and < 300
            ? caller
            : throw new InvalidOperationException($"{path}: {(int)done.Status} {done.Body}");
    }
}
