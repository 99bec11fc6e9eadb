using System.Net;
using System.Text;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Limits;
using Tallydesk.People;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>Stories of abuse by what is sent: addresses that nobody proved, input that multiplies, and what an answer tells.</summary>
[Collection(DeskTests.Name)]
public sealed class AbuseOfInputTests(DeskHost desk)
{
    private const string Phish = "Your account is locked: https://evil.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Addresses that some mail program reads as another one.</summary>
    public static TheoryData<string> WrongAddresses =>
        [
            "<a@x.example>",
            "A <a@x.example>",
            "a@x.example (c)",
            "\\\"a\\\"@x.example",
            "a@x.example,b@x.example",
            "ä@x.example",
            "\u212A@x.example",
        ];

    /// <summary>Bodies whose lists have no end, and the field that is named.</summary>
    public static TheoryData<string, string, string> LongLists =>
        new()
        {
            { "/v1/tokens", """{"name":"T","role":"engineer","scopes":[$]}""", "scopes must have at most" },
            { "/v1/me/tokens", """{"name":"T","scopes":[$]}""", "scopes must have at most" },
            { "/v1/webhooks", """{"name":"W","url":"http://127.0.0.1:9/","events":[$]}""", "events must have at most" },
            { "/v1/tickets/$ticket/messages", """{"body":"b","attachments":[$]}""", "A message can have up to" },
        };

    /// <summary>What hubs do, with the area of its scope.</summary>
    public static TheoryData<string, string, string> Acts =>
        new()
        {
            { "queue", "queues", "Claim" },
            { "queue", "queues", "Release" },
            { "queue", "queues", "Next" },
            { "queue", "queues", "KeepView" },
            { "queue", "queues", "ForgetView" },
            { "tickets", "tickets", "Reply" },
            { "chat", "chats", "Start" },
            { "chat", "chats", "Say" },
            { "chat", "chats", "Take" },
            { "chat", "chats", "MakeTicket" },
            { "chat", "chats", "Close" },
        };

    [Fact]
    public async Task A_customer_takes_a_strangers_address_and_gets_nothing_by_it()
    {
        var (world, stranger) = (await World.CreateAsync(desk), Somebody.NewAddress());
        var changed = (
            await world.Customer.SendAsync(
                HttpMethod.Patch,
                $"/v1/customers/{world.Id}",
                $$"""{"name":"{{Phish}}","email":"{{stranger}}"}"""
            )
        ).Must(HttpStatusCode.OK);
        Assert.NotEqual(stranger, changed.Text("email"));
        Assert.Equal(stranger, changed.Text("unconfirmedEmail"));

        var asked = await new Mailbox(desk).NewestAsync(stranger);
        Assert.DoesNotContain("evil.example", asked.ToString(), StringComparison.Ordinal);

        await RegisterAsync(world.License, stranger);
        await RegisterAsync(world.License, changed.Text("email"));
        var invited = await new Mailbox(desk).NewestAsync(changed.Text("email").ToLowerInvariant());
        Assert.DoesNotContain("evil.example", invited.ToString(), StringComparison.Ordinal);
        Assert.Single(new Mailbox(desk).To(stranger));

        await InviteAsync(stranger, "engineer", HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_counts_once_its_owner_says_so_and_a_look_at_the_link_changes_nothing()
    {
        var (world, own) = (await World.CreateAsync(desk), Somebody.NewAddress());
        (await ChangeAddressAsync(world.Customer, world.Id, own)).Must(HttpStatusCode.OK);
        (await ChangeAddressAsync(world.Customer, world.Id, own)).Must(HttpStatusCode.OK);
        var link = await new Mailbox(desk).LinkAsync(own);
        using var browser = new PageBrowser(desk.Address);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).Status);
        Assert.NotEqual(own, await AddressAsync(world));

        var confirmed = await browser.SubmitAsync(link, "/address-confirmation", ("proof", link.Split("proof=")[1]));
        Assert.Equal(HttpStatusCode.OK, confirmed.Status);
        Assert.Equal(own, await AddressAsync(world));
        Assert.Single(new Mailbox(desk).To(own));
    }

    [Fact]
    public async Task Nobody_has_links_sent_to_one_stranger_after_the_other()
    {
        var world = await World.CreateAsync(desk);
        (await ChangeAddressAsync(world.Customer, world.Id, Somebody.NewAddress())).Must(HttpStatusCode.OK);
        var second = await ChangeAddressAsync(world.Customer, world.Id, Somebody.NewAddress());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (second.Status, second.Code));
    }

    [Fact]
    public async Task A_link_of_an_address_that_was_given_up_confirms_nothing()
    {
        var (world, first, known) = (await World.CreateAsync(desk), Somebody.NewAddress(), Somebody.NewAddress());
        (await ChangeAddressAsync(world.Customer, world.Id, first)).Must(HttpStatusCode.OK);
        var link = await new Mailbox(desk).LinkAsync(first);
        (await ChangeAddressAsync(world.System, world.Id, known)).Must(HttpStatusCode.OK);
        using var browser = new PageBrowser(desk.Address);
        var late = await browser.SubmitAsync(link, "/address-confirmation", ("proof", link.Split("proof=")[1]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal(known, await AddressAsync(world));
    }

    [Fact]
    public async Task A_mistyped_address_is_taken_back_by_naming_the_former_one()
    {
        var (world, former) = (await World.CreateAsync(desk), Somebody.NewAddress());
        (await ChangeAddressAsync(world.System, world.Id, former)).Must(HttpStatusCode.OK);
        var mistyped = Somebody.NewAddress();
        (await ChangeAddressAsync(world.Customer, world.Id, mistyped)).Must(HttpStatusCode.OK);
        var link = await new Mailbox(desk).LinkAsync(mistyped);
        (await ChangeAddressAsync(world.Customer, world.Id, former)).Must(HttpStatusCode.OK);
        using var browser = new PageBrowser(desk.Address);
        var late = await browser.SubmitAsync(link, "/address-confirmation", ("proof", link.Split("proof=")[1]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal(former, await AddressAsync(world));
    }

    [Fact]
    public async Task A_link_that_was_used_says_nothing_of_an_address_that_counts_no_more()
    {
        var (world, address) = (await World.CreateAsync(desk), Somebody.NewAddress());
        (await ChangeAddressAsync(world.Customer, world.Id, address)).Must(HttpStatusCode.OK);
        var link = await new Mailbox(desk).LinkAsync(address);
        using var browser = new PageBrowser(desk.Address);
        var (path, proof) = ("/address-confirmation", ("proof", link.Split("proof=")[1]));
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(link, path, proof)).Status);
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(link, path, proof)).Status);
        (await ChangeAddressAsync(world.System, world.Id, Somebody.NewAddress())).Must(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(link, path, proof)).Status);
    }

    [Fact]
    public async Task An_address_that_was_never_accepted_is_free_for_its_owner()
    {
        var (world, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var (address, shop) = (Somebody.NewAddress(), world.System);
        await InviteAsync(address, "customer", HttpStatusCode.Created, world.Id, shop);
        await InviteAsync(address, "customer", HttpStatusCode.Created, other.Id, shop);
        var old = await new Mailbox(desk).LinkAsync(address, count: 2);
        var lead = await InviteAsync(address, "lead", HttpStatusCode.Created);
        Assert.Equal("lead", lead.Text("role"));
        await InviteAsync(address, "customer", HttpStatusCode.Conflict, other.Id, shop);

        using var browser = new PageBrowser(desk.Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AcceptAsync(browser, old)).Status);
        Assert.Equal("/sign-in?done=password", (await AcceptAsync(browser, await NewestLinkAsync(address))).Location);
        await InviteAsync(address, "engineer", HttpStatusCode.Conflict);
    }

    [Theory]
    [MemberData(nameof(WrongAddresses))]
    public async Task No_place_takes_an_address_that_reads_as_another(string address)
    {
        var world = await World.CreateAsync(desk);
        ApiAnswer[] answers =
        [
            await world.Admin.PostAsync("/v1/customers", $$"""{"name":"A","email":"{{address}}"}"""),
            await ChangeAddressAsync(world.Admin, world.Id, address),
            await ChangeAddressAsync(world.Customer, world.Id, address),
            await world.Admin.PostAsync("/v1/users", $$"""{"name":"A","email":"{{address}}","role":"lead"}"""),
            await desk.Client(token: null)
                .PostAsync("/v1/enquiries", $$"""{"name":"V","email":"{{address}}","subject":"s","body":"b"}"""),
        ];
        Assert.All(
            answers,
            answer => Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (answer.Status, answer.Code))
        );
        Assert.All(answers, answer => Assert.Contains("\"email\"", answer.Body, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(LongLists))]
    public async Task A_list_is_judged_by_its_length(string path, string body, string limit)
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var many = string.Join(',', Enumerable.Repeat("\"tickets:read\"", 60_000));
        var answer = await world.Admin.PostAsync(path.Replace("$ticket", $"{ticket}"), body.Replace("$", many));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (answer.Status, answer.Code));
        Assert.Contains(limit, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_of_100_000_messages_is_refused_by_who_asks_and_by_its_length()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var body = $$"""{"subject":"s","messageIds":[{{string.Join(',', Enumerable.Range(2, 100_000))}}]}""";
        var byCustomer = await world.Customer.PostAsync($"/v1/tickets/{ticket}/splits", body);
        var byEngineer = await world.Engineer.PostAsync($"/v1/tickets/{ticket}/splits", body);
        Assert.Equal(HttpStatusCode.Forbidden, byCustomer.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (byEngineer.Status, byEngineer.Code));
        Assert.Contains("messageIds", byEngineer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_for_a_ticket_that_the_sender_does_not_see_are_not_read()
    {
        var (mine, theirs) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var ticket = await theirs.OpenAsync();
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", mine.Customer.Token!));
        using var handler = new SocketsHttpHandler
        {
            CookieContainer = browser.Cookies,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        };
        using var http = new HttpClient(handler) { BaseAddress = desk.Address };
        using var file = new UnreadContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/tickets/{ticket}/messages") { Content = file };
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(file.IsSent);
    }

    [Fact]
    public async Task A_table_that_multiplies_is_shown_as_it_was_written_whoever_sent_it()
    {
        const int Columns = 300;
        string Row(string cell) => string.Concat(Enumerable.Repeat($"|{cell}", Columns)) + "\n";
        var bomb = (Row("a") + Row("-") + string.Concat(Enumerable.Repeat("|\n", 4_000)))[..9_000];
        var world = await World.CreateAsync(desk);
        var body = System.Text.Json.JsonSerializer.Serialize(bomb);
        var sent = await desk.Client(token: null)
            .PostAsync("/v1/enquiries", $$"""{"name":"V","email":"v@test.example","subject":"s","body":{{body}}}""");
        var ticket = await world.OpenAsync();
        var message = await world.Customer.PostAsync($"/v1/tickets/{ticket}/messages", $$"""{"body":{{body}}}""");
        message.Must(HttpStatusCode.Created);
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Engineer.Token!));
        string[] paths = [$"/enquiries/{sent.Must(HttpStatusCode.Created).Text("id")}", $"/tickets/{ticket}"];
        foreach (var path in paths)
        {
            var page = (await browser.GetAsync(path)).Html;
            Assert.Contains("|a|a|a", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<td", page, StringComparison.Ordinal);
            Assert.True(page.Length < 10 * bomb.Length, $"{path}: {page.Length} characters");
        }
    }

    [Fact]
    public void A_preview_is_an_expensive_request()
    {
        var preview = desk.Endpoints.Single(endpoint => endpoint.RoutePattern.RawText == "/preview");
        Assert.Equal(RequestLimits.Expensive, preview.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName);
    }

    [Theory]
    [InlineData("/tickets?q=ä")]
    [InlineData("/tickets/😀")]
    [InlineData("/\ud800")]
    [InlineData("/tickets#č")]
    public async Task A_way_back_that_no_header_can_bear_is_no_failure(string returnUrl)
    {
        var person = await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);
        using var browser = new PageBrowser(desk.Address);
        var answer = await person.SignInAsync(browser, returnUrl: returnUrl);
        Assert.StartsWith("/", answer.Location, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(answer.Location));
        using var token = new PageBrowser(desk.Address);
        var world = await World.CreateAsync(desk);
        var byToken = await token.SubmitAsync(
            "/sign-in",
            "/sign-in",
            ("token", world.Engineer.Token!),
            ("returnUrl", returnUrl)
        );
        Assert.StartsWith("/", byToken.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_leads_to_no_host_that_its_visitor_chose()
    {
        using var browser = new PageBrowser(desk.Address, ("Host", "elsewhere.example"));
        Assert.StartsWith("/sign-in?", (await browser.GetAsync("/tickets")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_token_that_reads_acts_on_no_hub(string hub, string area, string method)
    {
        var world = await World.CreateAsync(desk);
        var made = await world.Engineer.PostAsync("/v1/me/tokens", $$"""{"name":"R","scopes":["{{area}}:read"]}""");
        await using var connection = HubClient.To(desk, hub, made.Must(HttpStatusCode.Created).Text("token"));
        await connection.StartAsync();
        var refused = await Assert.ThrowsAsync<HubException>(() =>
            connection.InvokeCoreAsync(method, ArgumentsOf(method))
        );
        Assert.Contains($"{area}:write", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_knows_staff_by_name_only()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var engineer = (await world.Engineer.GetAsync("/v1/me")).Must(HttpStatusCode.OK).Text("id");
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/claim", "{}")).Must(HttpStatusCode.OK);
        await world.AssessAsync(ticket, "question");
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Look here."}""")).Must(
            HttpStatusCode.Created
        );
        string[] paths =
        [
            $"/v1/tickets/{ticket}",
            $"/v1/tickets/{ticket}/conversation",
            $"/v1/tickets/{ticket}/charges",
            "/v1/tickets",
            $"/v1/customers/{world.Id}/credits/entries",
        ];
        foreach (var path in paths)
        {
            var read = (await world.Customer.GetAsync(path)).Must(HttpStatusCode.OK);
            Assert.DoesNotContain(engineer, read.Body, StringComparison.Ordinal);
        }

        Assert.Contains(engineer, (await world.Lead.GetAsync($"/v1/tickets/{ticket}")).Body, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await world.Customer.GetAsync($"/v1/tickets?assignee={engineer}")).Status
        );
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Customer.Token!));
        var page = await browser.GetAsync($"/tickets/{ticket}");
        Assert.Contains("Look here.", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(engineer, page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody@unknown.example")]
    [InlineData("my secret password 1")]
    public async Task Who_tries_an_address_that_nobody_has_is_in_the_audit_and_what_was_typed_is_not(string typed)
    {
        using var browser = new PageBrowser(desk.Address);
        await new Somebody("", typed).SignInAsync(browser, "a password 123");
        var rows = await desk.Admin.GetAsync(
            $"/v1/audit?trail=rights&limit=100&subject={UnknownSignIns.SubjectOf(typed)}"
        );
        Assert.Contains("signInFailed", rows.Must(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(typed, rows.Body, StringComparison.Ordinal);
    }

    private static object?[] ArgumentsOf(string method) =>
        method switch
        {
            "Claim" or "Release" => [1L, "c"],
            "Next" => ["support", "c"],
            "KeepView" => ["v", Tallydesk.Queues.BoardFilter.All],
            "ForgetView" => ["v"],
            "Reply" => [1L, true],
            "Start" or "Say" => ["x", "y", "c"],
            "MakeTicket" => ["x", "y", null, null, "c"],
            _ => ["x", "c"],
        };

    private static Task<ApiAnswer> ChangeAddressAsync(ApiClient by, string customer, string address) =>
        by.SendAsync(HttpMethod.Patch, $"/v1/customers/{customer}", $$"""{"email":"{{address}}"}""");

    private static async Task<string> AddressAsync(World world) =>
        (await world.Admin.GetAsync($"/v1/customers/{world.Id}")).Must(HttpStatusCode.OK).Text("email");

    private async Task<ApiAnswer> InviteAsync(
        string address,
        string role,
        HttpStatusCode answered,
        string? customer = null,
        ApiClient? by = null
    )
    {
        var more = customer is null ? "" : $$""","customerId":"{{customer}}" """;
        return (
            await (by ?? desk.Admin).PostAsync(
                "/v1/users",
                $$"""{"email":"{{address}}","name":"{{Phish}}","role":"{{role}}"{{more}}}"""
            )
        ).Must(answered);
    }

    private async Task RegisterAsync(string license, string address)
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/registration", "/registration", ("license", license), ("email", address));
    }

    private static Task<PageAnswer> AcceptAsync(PageBrowser browser, string link) =>
        browser.SubmitAsync(link, "/invitation", ("proof", link.Split("proof=")[1]), ("password", Somebody.Password));

    private async Task<string> NewestLinkAsync(string address)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(new Mailbox(desk).To(address).Count == 3),
            () => "the third invitation did not come",
            Patience
        );
        return await new Mailbox(desk).LinkAsync(address, count: 3);
    }

    /// <summary>A form of 10 MiB that knows whether anybody began to read it.</summary>
    private sealed class UnreadContent : HttpContent
    {
        private const int Size = 10 << 20;

        public UnreadContent() => Headers.ContentType = new("application/x-www-form-urlencoded");

        public bool IsSent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            IsSent = true;
            await stream.WriteAsync(new byte[Size]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Size;
            return true;
        }
    }
}
