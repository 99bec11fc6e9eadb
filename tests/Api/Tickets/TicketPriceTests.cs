using System.Net;
using System.Text.Json;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Waivers, applied coverage, bugs and the explanation of charges over HTTP.</summary>
[Collection(DeskTests.Name)]
public sealed class TicketPriceTests(DeskHost desk)
{
    [Fact]
    public async Task D6_A_waiver_gives_the_credits_back_and_its_reason_explains_it_to_the_customer()
    {
        var world = await World.CreateAsync(desk);
        var ticket = PathOf(await PaidAsync(world));

        var waived = await world.Engineer.PostAsync($"{ticket}/waivers", """{"reason":"The wait was ours."}""");
        Assert.Equal(0, waived.Must(HttpStatusCode.OK).Number("charged"));
        Assert.Equal((2, "open"), (waived.Number("revision"), waived.Text("status")));
        var again = await world.Lead.PostAsync($"{ticket}/waivers", """{"reason":"Once more."}""");
        Assert.Equal(waived.Body, again.Must(HttpStatusCode.OK).Body);
        Assert.Equal(50, await BalanceAsync(world));

        var charges = (await world.Customer.GetAsync($"{ticket}/charges")).Must(HttpStatusCode.OK);
        Assert.Equal(charges.Body, (await world.Engineer.GetAsync($"{ticket}/charges")).Body);
        Assert.Equal(0, charges.Number("netCharge"));
        Assert.Equal(JsonValueKind.Null, charges.Json.GetProperty("waiting").ValueKind);
        var entries = charges.Json.GetProperty("entries").EnumerateArray().ToArray();
        Assert.Equal([-20, 20], entries.Select(entry => entry.GetProperty("amount").GetInt32()));
        Assert.Equal([20, 0], entries.Select(entry => entry.GetProperty("netCharge").GetInt32()));

        var consent = entries[0].GetProperty("assessment").GetProperty("agreement");
        Assert.Equal(("consent", "D4"), (TextOf(consent, "basis"), TextOf(consent, "rule")));
        Assert.NotEmpty(TextOf(consent, "by"));
        Assert.Equal(world.License, entries[0].GetProperty("lots")[0].GetProperty("license").GetString());
        Assert.All(
            entries[0].GetProperty("rules").EnumerateArray(),
            rule => Assert.EndsWith(".", TextOf(rule, "sentence"))
        );

        var refund = entries[1].GetProperty("assessment");
        Assert.Equal("investigation", TextOf(refund, "category"));
        Assert.Equal("credits", TextOf(refund.GetProperty("coverage"), "basis"));
        Assert.Equal("The wait was ours.", TextOf(refund.GetProperty("agreement"), "reason"));
        Assert.Equal(20, entries[1].GetProperty("corrects")[0].GetProperty("credits").GetInt32());
        Assert.EndsWith("/2/refund", TextOf(entries[1], "operation"));
    }

    [Fact]
    public async Task The_ticket_the_receipt_and_the_statement_explain_a_price_in_the_same_words()
    {
        var world = await World.CreateAsync(desk);
        var ticket = PathOf(await PaidAsync(world));
        (await world.Engineer.PostAsync($"{ticket}/waivers", """{"reason":"The wait was ours."}""")).Must(
            HttpStatusCode.OK
        );

        var charges = (await world.Customer.GetAsync($"{ticket}/charges")).Must(HttpStatusCode.OK).Json;
        var entries = charges.GetProperty("entries").EnumerateArray().ToArray();
        Assert.Matches(
            @"^Charged because you accepted 20 credits for Investigation on \d+ \w{3} \d{4}, \d\d:\d\d UTC\.$",
            TextOf(entries[0], "explanation")
        );
        Assert.EndsWith("Reason: The wait was ours.", TextOf(entries[1], "explanation"));
        Assert.Equal(
            "Investigation: 20 credits. Not covered: this license had no support period or VIP care when you asked.",
            TextOf(entries[0].GetProperty("assessment"), "explanation")
        );

        var view = (await world.Customer.GetAsync(ticket)).Must(HttpStatusCode.OK).Json;
        Assert.Equal("Free: support waived the price.", TextOf(view.GetProperty("agreed"), "explanation"));

        var statement = (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits/entries")).Must(
            HttpStatusCode.OK
        );
        var rows = statement.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal($"50 credits granted with license {world.License}.", TextOf(rows[0], "explanation"));
        Assert.Equal(
            entries.Select(entry => TextOf(entry, "explanation")),
            rows.Skip(1).Select(row => TextOf(row, "explanation"))
        );
        Assert.Equal(
            (TextOf(view, "subject"), "investigation"),
            (TextOf(rows[1], "subject"), TextOf(rows[1], "category"))
        );
    }

    [Fact]
    public async Task D2_Charges_tell_what_a_proposed_assessment_waits_for()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.ProposeAsync();
        var charges = (await world.Customer.GetAsync($"/v1/tickets/{ticket}/charges")).Must(HttpStatusCode.OK);
        var waiting = charges.Json.GetProperty("waiting");
        Assert.Equal(("consent", 20), (TextOf(waiting, "for"), waiting.GetProperty("required").GetInt32()));
        Assert.Equal(0, waiting.GetProperty("missing").GetInt32());
        Assert.StartsWith("Waiting for you to accept 20 credits for ", TextOf(waiting, "explanation"));
        Assert.Empty(charges.Json.GetProperty("entries").EnumerateArray());
        var assessment = Assert.Single(charges.Json.GetProperty("assessments").EnumerateArray());
        Assert.Equal(("proposed", 20), (TextOf(assessment, "state"), assessment.GetProperty("price").GetInt32()));
        Assert.Equal(JsonValueKind.Null, assessment.GetProperty("agreement").ValueKind);
    }

    [Fact]
    public async Task B9_D10_Care_that_was_bought_while_the_ticket_was_open_is_applied_once()
    {
        var world = await World.CreateAsync(desk);
        var license = $"{world.License}-CARE";
        (
            await world.Admin.PostAsync(
                $"/v1/customers/{world.Id}/licenses",
                $$"""{"number":"{{license}}","edition":"Multi-Vendor Ultimate","purchasedOn":"2020-01-01"}"""
            )
        ).Must(HttpStatusCode.Created);
        var ticket = PathOf(await PaidAsync(world with { License = license }));
        var refused = await world.Engineer.PostAsync($"{ticket}/coverage", """{"reason":"Care."}""");
        Assert.Equal("coverage_out_of_scope", refused.Code);
        (
            await world.System.PostAsync($"/v1/licenses/{license}/care", $$"""{"orderId":"{{license}}","years":1}""")
        ).Must(HttpStatusCode.OK);

        var applied = await world.Engineer.PostAsync($"{ticket}/coverage", """{"reason":"Care."}""", "key");
        Assert.Equal(0, applied.Must(HttpStatusCode.OK).Number("charged"));
        var repeated = await world.Engineer.PostAsync($"{ticket}/coverage", """{"reason":"Care."}""", "key");
        Assert.Equal(applied.Body, repeated.Body);
        var other = await world.Engineer.PostAsync($"{ticket}/coverage", """{"reason":"Other."}""", "key");
        Assert.Equal("idempotency_key_reused", other.Code);
        Assert.Equal(applied.Body, (await world.Engineer.PostAsync($"{ticket}/coverage")).Must(HttpStatusCode.OK).Body);
        Assert.Equal(50, await BalanceAsync(world));

        var charges = (await world.Customer.GetAsync($"{ticket}/charges")).Must(HttpStatusCode.OK);
        var refund = charges.Json.GetProperty("entries")[1].GetProperty("assessment");
        Assert.Equal("vip", TextOf(refund.GetProperty("coverage"), "basis"));
        Assert.True(refund.GetProperty("coverage").GetProperty("applies").GetBoolean());
        Assert.Equal("coverageApplied", TextOf(refund.GetProperty("agreement"), "basis"));
    }

    [Fact]
    public async Task G2_A_product_bug_is_solved_by_the_release_with_its_fix_and_costs_nothing()
    {
        var world = await World.CreateAsync(desk);
        var number = await PaidAsync(world);
        var ticket = PathOf(number);
        await world.AssessAsync(number, "productBug");
        Assert.Equal(50, await BalanceAsync(world));
        var unnamed = await world.Engineer.PostAsync($"{ticket}/resolution", """{"outcome":"solved"}""");
        Assert.Equal(("invalid_field", "fixedIn"), (unnamed.Code, unnamed.Text("field")));
        var solved = await world.Engineer.PostAsync(
            $"{ticket}/resolution",
            """{"outcome":"solved","fixedIn":"4.19.1"}"""
        );
        Assert.Equal("solved", solved.Must(HttpStatusCode.OK).Text("status"));
        var view = (await world.Customer.GetAsync(ticket)).Must(HttpStatusCode.OK);
        Assert.Equal(
            ("4.19.1", true),
            (view.Text("fixedIn"), view.Json.GetProperty("fixNeedsSubscription").GetBoolean())
        );

        (
            await world.System.PostAsync(
                $"/v1/licenses/{world.License}/upgrade-subscription",
                """{"upgradeSubscription":"lifetime"}"""
            )
        ).Must(HttpStatusCode.OK);
        var subscribed = (await world.Customer.GetAsync(ticket)).Must(HttpStatusCode.OK);
        Assert.False(subscribed.Json.GetProperty("fixNeedsSubscription").GetBoolean());
    }

    [Fact]
    public async Task A8_A_refund_that_was_voided_at_once_is_told()
    {
        var world = await World.CreateAsync(desk);
        var ticket = PathOf(await PaidAsync(world));
        (
            await world.Admin.PostAsync($"/v1/licenses/{world.License}/revocation", """{"reason":"Charged back."}""")
        ).Must(HttpStatusCode.OK);
        (await world.Engineer.PostAsync($"{ticket}/waivers", """{"reason":"r"}""")).Must(HttpStatusCode.OK);
        var charges = (await world.Customer.GetAsync($"{ticket}/charges")).Must(HttpStatusCode.OK);
        Assert.Equal(20, charges.Json.GetProperty("entries")[1].GetProperty("voided").GetInt32());
        Assert.Equal(0, await BalanceAsync(world));
    }

    [Fact]
    public async Task F1_A_split_off_ticket_is_explained_apart_from_the_one_it_came_from()
    {
        var world = await World.CreateAsync(desk);
        var number = await PaidAsync(world);
        var ticket = PathOf(number);
        var message = await world.WriteAsync(number);
        var split = await world.Engineer.PostAsync(
            $"{ticket}/splits",
            $$"""{"messageIds":[{{message}}],"subject":"Another"}"""
        );
        var child = split.Must(HttpStatusCode.Created).Number("number");
        await world.AssessAsync(child, "question");
        var charges = (await world.Customer.GetAsync($"/v1/tickets/{child}/charges")).Must(HttpStatusCode.OK);
        Assert.Equal(5, charges.Number("netCharge"));
        Assert.Single(charges.Json.GetProperty("entries").EnumerateArray());
        Assert.Equal(20, (await world.Customer.GetAsync($"{ticket}/charges")).Number("netCharge"));
    }

    /// <summary>A ticket whose investigation was agreed to and paid.</summary>
    private static async Task<long> PaidAsync(World world)
    {
        var number = await world.ProposeAsync();
        var agreed = await world.Customer.PostAsync(
            $"/v1/tickets/{number}/consents",
            """{"revision":1,"decision":"accept"}"""
        );
        Assert.Equal(20, agreed.Must(HttpStatusCode.OK).Number("charged"));
        return number;
    }

    private static string PathOf(long ticket) => $"/v1/tickets/{ticket}";

    private static async Task<long> BalanceAsync(World world) =>
        (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits")).Must(HttpStatusCode.OK).Number("balance");

    private static string TextOf(JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
