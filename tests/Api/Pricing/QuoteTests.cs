using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Pricing;

[Collection(DeskTests.Name)]
public sealed class QuoteTests(DeskHost desk)
{
    [Fact]
    public async Task A_quote_tells_price_reasons_and_what_is_missing()
    {
        var world = await World.CreateAsync(desk);

        var quote = await QuoteAsync(world, """ "category":"upgrade","upgrade":{"from":"4.3.1","to":"4.7.4"} """);

        Assert.Equal((115, 50, 65), (quote.Number("price"), quote.Number("balance"), quote.Number("missing")));
        Assert.Equal(("credits", "awaitingConsent"), (quote.Text("coverage"), quote.Text("outcome")));
        Assert.StartsWith("Add-ons, themes and code", quote.Text("acknowledgement"), StringComparison.Ordinal);
        var reasons = quote.Json.GetProperty("reasons").EnumerateArray().ToArray();
        Assert.Equal(["B1", "C2", "C3", "C7", "D2"], reasons.Select(reason => reason.GetProperty("rule").GetString()));
        Assert.Equal(
            "An upgrade has a base price, and one for each further release.",
            reasons[1].GetProperty("sentence").GetString()
        );
        Assert.Equal(
            "Upgrade 4.3.1 → 4.7.4: 115 credits. 20 for the first two releases, 5 for each of 19 more. "
                + "Not covered: this license has no support period or VIP care.",
            quote.Text("explanation")
        );
    }

    [Fact]
    public async Task A_quote_takes_the_agreement_in_advance_into_account()
    {
        var world = await World.CreateAsync(desk);

        Assert.Equal(
            "charged",
            (await QuoteAsync(world, """ "category":"investigation","preAgreedUpTo":20 """)).Text("outcome")
        );
        Assert.Equal(
            "awaitingConsent",
            (await QuoteAsync(world, """ "category":"investigation","preAgreedUpTo":19 """)).Text("outcome")
        );
    }

    [Theory]
    [InlineData(""" "category":"investigation","preAgreedUpTo":20 """, false, false)]
    [InlineData(""" "category":"investigation","preAgreedUpTo":19 """, true, false)]
    [InlineData(""" "category":"upgrade","upgrade":{"from":"4.3.1","to":"4.3.2"},"preAgreedUpTo":20 """, true, true)]
    [InlineData(
        """ "category":"upgrade","upgrade":{"from":"4.3.1","to":"4.3.2"},"preAgreedUpTo":20,"acknowledged":true """,
        false,
        false
    )]
    [InlineData(
        """ "category":"upgrade","upgrade":{"from":"4.3.1","to":"4.3.2"},"preAgreedUpTo":19,"acknowledged":true """,
        true,
        true
    )]
    public async Task D3_C7_A_quote_tells_whether_this_customer_would_be_asked(string asked, bool consent, bool terms)
    {
        var quote = await QuoteAsync(await World.CreateAsync(desk), asked);

        Assert.Equal(consent ? "awaitingConsent" : "charged", quote.Text("outcome"));
        Assert.Equal(
            (consent, terms),
            (
                quote.Json.GetProperty("consentNeeded").GetBoolean(),
                quote.Json.GetProperty("acknowledgementNeeded").GetBoolean()
            )
        );
    }

    [Fact]
    public async Task What_other_tickets_wait_for_is_theirs_first()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync(""","preAgreedUpTo":60""");
        (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{ticket}/assessments",
                """{"category":"complexModification","credits":60}"""
            )
        ).Must(HttpStatusCode.Created);

        var quote = await QuoteAsync(world, """ "category":"question" """);

        Assert.Equal((50, 60, 15), (quote.Number("balance"), quote.Number("waitingBefore"), quote.Number("missing")));
        Assert.Equal("awaitingCredits", quote.Text("outcome"));
    }

    [Fact]
    public async Task Under_care_the_promise_and_the_interval_are_told()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");

        var quote = await QuoteAsync(world, """ "category":"investigation" """);

        Assert.Equal(("vip", 0), (quote.Text("coverage"), quote.Number("price")));
        Assert.Equal("2026-11-01T10:00:00+04:00", quote.Text("coveredFrom"));
        Assert.Equal("2027-11-01T10:00:00+04:00", quote.Text("coveredUntil"));
        Assert.Equal("Free: covered by your VIP care until 1 Nov 2027, 06:00 UTC.", quote.Text("explanation"));
        Assert.EndsWith("+04:00", quote.Text("deadline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_minor_modification_is_free_under_care_and_has_a_price_without()
    {
        const string minor = """ "category":"complexModification","minorModification":true,"credits":25 """;
        var underCare = await World.CreateAsync(desk, "Multi-Vendor Ultimate");

        Assert.Equal(0, (await QuoteAsync(underCare, minor)).Number("price"));
        Assert.Equal(25, (await QuoteAsync(await World.CreateAsync(desk), minor)).Number("price"));
    }

    [Fact]
    public async Task A_quote_says_what_the_ticket_would_come_to()
    {
        var world = await World.CreateAsync(desk);
        var quote = await QuoteAsync(world, """ "category":"question" """);

        await world.AssessAsync(await world.OpenAsync(), "question");

        var account = (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits")).Must(HttpStatusCode.OK);
        Assert.Equal(quote.Number("balance") - quote.Number("price"), account.Number("balance"));
    }

    [Theory]
    [InlineData("""{"category":"question"}""", "licenseNumber")]
    [InlineData("""{"licenseNumber":"{l}"}""", "category")]
    [InlineData("""{"licenseNumber":"{l}","category":"question","preAgreedUpTo":-1}""", "preAgreedUpTo")]
    public async Task A_malformed_quote_is_refused(string body, string field)
    {
        var world = await World.CreateAsync(desk);

        var answer = await world.Customer.PostAsync("/v1/quotes", body.Replace("{l}", world.License));

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Text("field")));
    }

    private static async Task<ApiAnswer> QuoteAsync(World world, string more) =>
        (await world.Customer.PostAsync("/v1/quotes", $$"""{"licenseNumber":"{{world.License}}",{{more}}}""")).Must(
            HttpStatusCode.OK
        );
}
