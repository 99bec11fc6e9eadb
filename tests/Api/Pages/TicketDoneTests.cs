using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Pages.Tickets;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>After an act, the ticket's page says that it worked and what happens next, without script too.</summary>
[Collection(DeskTests.Name)]
public sealed partial class TicketDoneTests(DeskHost desk)
{
    private static readonly Actor Engineer = new("eng", "Erin", Role.Engineer);
    private static readonly Actor Customer = new("own", "Olga", Role.Customer, new CustomerId("cus-1"));

    /// <summary>What was done, how the ticket is then, and what is said to staff and to the customer; null for nothing.</summary>
    private static readonly (string? Done, TicketView Ticket, string? Staff, string? Customer)[] Examples =
    [
        (null, View(TicketStatus.New), null, null),
        ("made up", View(TicketStatus.New), null, null),
        ("merges", View(TicketStatus.Merged), null, null),
        (
            "claim",
            View(TicketStatus.New) with { Assignee = new("eng", "Erin") },
            "You claimed this ticket. Assess it to set its price.",
            null
        ),
        ("claim", View(TicketStatus.Open, 5) with { Assignee = new("eng", "Erin") }, "You claimed this ticket.", null),
        ("claim", View(TicketStatus.New) with { Assignee = new("lead", "Lea") }, null, null),
        ("release", View(TicketStatus.New), "Ticket released. It has no assignee now.", null),
        ("assignee", View(TicketStatus.New) with { Assignee = new("lead", "Lea") }, "Ticket assigned to Lea.", null),
        (
            "urgency",
            View(TicketStatus.New) with { Urgent = true },
            "Marked as urgent. The ticket moves up in the queue.",
            null
        ),
        ("urgency", View(TicketStatus.New), "Urgent flag removed.", null),
        (
            "assessments",
            View(TicketStatus.AwaitingConsent, 20),
            "Assessed as Investigation, 20 credits. The customer is asked to accept the price.",
            null
        ),
        (
            "assessments",
            View(TicketStatus.AwaitingConsent, 0),
            "Assessed as Investigation. The customer is asked to accept the terms.",
            null
        ),
        (
            "assessments",
            View(TicketStatus.AwaitingCredits, 20) with { Shortage = new(new(20), new(8), new(12)) },
            "Assessed as Investigation, 20 credits. Work starts when 12 more credits arrive.",
            null
        ),
        ("assessments", View(TicketStatus.Open, 0), "Assessed as Investigation. The customer pays nothing.", null),
        ("assessments", View(TicketStatus.Open, 20), "Assessed as Investigation. 20 credits charged.", null),
        (
            "assessments",
            View(TicketStatus.Open, 20) with { ChargeInFlight = true },
            "Assessed as Investigation, 20 credits. The credits are being charged.",
            null
        ),
        (
            "splits",
            View(TicketStatus.Open) with { Splits = [new([3], 52)] },
            "Messages moved to ticket 52. It has its own assessment and price.",
            null
        ),
        ("waivers", View(TicketStatus.Open), "Price waived. The customer pays nothing for this category.", null),
        ("coverage", View(TicketStatus.Open), "Coverage applied. The customer pays nothing for this category.", null),
        (
            "coverage",
            View(TicketStatus.AwaitingConsent),
            "Coverage applied. The customer is asked to accept the terms.",
            null
        ),
        (
            "resolution",
            View(TicketStatus.Solved),
            "Ticket solved. It closes automatically in 7 days unless the customer replies.",
            null
        ),
        ("resolution", View(TicketStatus.Closed), "Ticket closed.", null),
        (
            "resolution",
            View(TicketStatus.ReferredToCustomDevelopment),
            "Ticket referred to custom development.",
            null
        ),
        ("closing", View(TicketStatus.Closed), "Ticket closed.", "Ticket closed. You can reopen it within 14 days."),
        (
            "reopening",
            View(TicketStatus.Open),
            "Ticket reopened.",
            "Ticket reopened. Support continues with your ticket."
        ),
        (
            "reopening",
            View(TicketStatus.New),
            "Ticket reopened. It has to be assessed again.",
            "Ticket reopened. Support continues with your ticket."
        ),
        (
            TicketDone.Replied,
            View(TicketStatus.Pending),
            "Reply sent. The ticket waits for the customer.",
            "Message sent. Our answer will appear here."
        ),
        (
            TicketDone.Replied,
            View(TicketStatus.New),
            "Reply sent. The ticket still has to be assessed.",
            "Message sent. Our answer will appear here."
        ),
        (
            TicketDone.Replied,
            View(TicketStatus.AwaitingConsent, 20),
            "Reply sent. The customer still has to accept the price.",
            "Message sent. Our answer will appear here."
        ),
        (TicketDone.Noted, View(TicketStatus.New), "Note added. Only staff can see it.", null),
        (
            TicketDone.Solved,
            View(TicketStatus.Solved),
            "Reply sent and ticket solved. It closes automatically in 7 days unless the customer replies.",
            null
        ),
        (
            TicketDone.Unsolved,
            View(TicketStatus.Closed),
            "Your reply was sent, but the ticket was not solved. Its status is already Closed.",
            null
        ),
        (
            TicketDone.Unsolved,
            View(TicketStatus.Open) with { ChargeInFlight = true },
            "Your reply was sent, but the ticket was not solved. A charge is in progress. Resolve the ticket in a moment.",
            null
        ),
        (TicketDone.Opened, View(TicketStatus.New), "Ticket created.", "Ticket created. Our answer will appear here."),
        (
            TicketDone.FollowedUp,
            View(TicketStatus.New),
            null,
            "Message sent. The earlier ticket was closed, so your message became this new ticket."
        ),
        (
            TicketDone.Accepted,
            View(TicketStatus.Open, 20),
            null,
            "20 credits charged. Support continues with your ticket."
        ),
        (
            TicketDone.Accepted,
            View(TicketStatus.Open, 20, revision: 2),
            null,
            "20 credits charged in total. Support continues with your ticket."
        ),
        (
            TicketDone.Accepted,
            View(TicketStatus.Open, 0),
            null,
            "Terms accepted. Support continues with your ticket."
        ),
        (
            TicketDone.Accepted,
            View(TicketStatus.Open, 20) with { ChargeInFlight = true },
            null,
            "Accepted. Support continues with your ticket."
        ),
        (
            TicketDone.Accepted,
            View(TicketStatus.AwaitingCredits, 20) with { Shortage = new(new(20), new(19), new(1)) },
            null,
            "Accepted. Work starts when 1 more credit arrives."
        ),
        (
            TicketDone.Declined,
            View(TicketStatus.New),
            null,
            "Declined. Nothing was charged, and we'll get back to you."
        ),
        (TicketDone.Declined, View(TicketStatus.Open, 10), null, "Declined. The price stays at 10 credits."),
        ("withdrawal", View(TicketStatus.Withdrawn), null, "Ticket withdrawn. Work on it has stopped."),
    ];

    /// <summary>The examples by their place in the table.</summary>
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Examples.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_was_done_is_said_as_the_table_has_it(int row)
    {
        var (done, ticket, staff, customer) = Examples[row];
        var policy = PolicyDocument.Shipped with { CloseSolvedAfterDays = 7, ReopenDays = 14 };

        Assert.Equal(staff, TicketDone.NoticeOf(done, ticket, Engineer, policy)?.Text);
        Assert.Equal(customer, TicketDone.NoticeOf(done, ticket, Customer, policy)?.Text);
    }

    [Fact]
    public async Task The_page_after_an_act_says_so_once()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var engineer = await SignedInAsync(world.Engineer.Token!);
        var claimed = await engineer.SubmitAsync($"/tickets/{ticket}", $"/tickets/{ticket}/claim");
        Assert.Equal("You claimed this ticket. Assess it to set its price.", await SaidAsync(engineer, claimed));
        Assert.Equal("", Said((await engineer.GetAsync($"/tickets/{ticket}")).Html));

        await world.AssessAsync(ticket, "investigation");
        using var customer = await SignedInAsync(world.Customer.Token!);
        var accepted = await customer.SubmitAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/consents",
            ("revision", "1"),
            ("decision", "accept")
        );
        Assert.Equal(
            "20 credits charged. Support continues with your ticket.",
            await SaidAsync(customer, accepted)
        );
    }

    [Fact]
    public async Task A_reply_that_solves_the_ticket_is_two_acts_and_repeats_as_one()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync(world.Engineer.Token!);
        for (var sent = 0; sent < 2; sent++)
        {
            var answer = await SolveAsync(browser, ticket);
            Assert.Equal($"/tickets/{ticket}?done=replied-and-solved", answer.Location);
            Assert.StartsWith("Reply sent and ticket solved.", await SaidAsync(browser, answer), StringComparison.Ordinal);
        }

        Assert.Equal("solved", (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Text("status"));
        Assert.Equal(1, await CountAsync(world, ticket));
    }

    [Fact]
    public async Task A_reply_stays_where_its_ticket_can_not_be_solved()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await world.AssessAsync(ticket, "productBug");
        using var browser = await SignedInAsync(world.Engineer.Token!);
        // The button is not offered for a product bug; it was before the assessment.
        Assert.DoesNotContain("Send and solve", (await browser.GetAsync($"/tickets/{ticket}")).Html, StringComparison.Ordinal);
        var answer = await SolveAsync(browser, ticket);

        Assert.Equal(
            "Your reply was sent, but the ticket was not solved. A product bug needs the release that fixes it. Enter it under Resolve.",
            await SaidAsync(browser, answer)
        );
        Assert.NotEqual("solved", (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Text("status"));
        Assert.Equal(1, await CountAsync(world, ticket));
    }

    [Fact]
    public async Task The_composer_says_whom_a_message_reaches_and_what_sending_it_does()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync(world.Engineer.Token!);
        var customer = (await world.Customer.GetAsync("/v1/me")).Text("name");
        var asked = (await browser.GetAsync($"/tickets/{ticket}")).Html;
        Assert.Contains($"Reply to <bdi>{customer}</bdi>", asked, StringComparison.Ordinal);
        Assert.Contains(">Send reply<", asked, StringComparison.Ordinal);
        Assert.Contains("Send and solve", asked, StringComparison.Ordinal);

        await world.AssessAsync(ticket, "question");
        Assert.Contains(
            ">Send and wait for customer<",
            (await browser.GetAsync($"/tickets/{ticket}")).Html,
            StringComparison.Ordinal
        );
        using var own = await SignedInAsync(world.Customer.Token!);
        var mine = (await own.GetAsync($"/tickets/{ticket}")).Html;
        Assert.DoesNotContain("Internal note", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("Send and solve", mine, StringComparison.Ordinal);
    }

    private static async Task<PageAnswer> SolveAsync(PageBrowser browser, long ticket) =>
        await browser.SubmitAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/messages",
            ("command", "one"),
            ("body", "Look at the cache."),
            ("internal", ""),
            ("solve", "true")
        );

    private static async Task<int> CountAsync(World world, long ticket) =>
        (await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Count(message => message.GetProperty("body").GetString() == "Look at the cache.");

    private static async Task<string> SaidAsync(PageBrowser browser, PageAnswer answer)
    {
        Assert.True(answer.Location is not null, answer.Html);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return Said((await browser.GetAsync(answer.Location)).Html);
    }

    private static string Said(string html)
    {
        var place = Toasts().Match(html);
        Assert.True(place.Success, html);
        return WebUtility.HtmlDecode(Tag().Replace(place.Groups["said"].Value, "")).Trim();
    }

    private async Task<PageBrowser> SignedInAsync(string token)
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        return browser;
    }

    private static TicketView View(TicketStatus status, long? price = null, int revision = 1)
    {
        var assessment = price is { } credits
            ? new AssessmentView(
                revision,
                Category.Investigation,
                new(credits),
                CoverageBasis.Credits,
                AssessmentState.Agreed,
                AcknowledgementNeeded: false,
                [],
                "1",
                "Erin",
                default,
                Note: null,
                Upgrade: null
            )
            : null;
        return new()
        {
            Id = new("tic-1"),
            Number = 7,
            Version = 1,
            Status = status,
            Customer = new("cus-1"),
            CustomerName = "Acme",
            License = new("ACME-1"),
            Edition = "CS-Cart",
            Desk = "support",
            Subject = "Slow",
            AskedAt = default,
            CoverageWhenAsked = CoverageBasis.Credits,
            Assessment = assessment,
            Agreed = assessment,
            Charged = new CreditAmount(price ?? 0),
        };
    }

    [GeneratedRegex(
        "<div class=\"toasts\" role=\"status\" data-toasts>(?<said>.*?)</div>",
        RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Toasts();

    [GeneratedRegex("<[^>]+>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
