using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What a person writes for another is shown to whom it is for, and to nobody else.</summary>
[Collection(DeskTests.Name)]
public sealed class SpokenWordsTests(DeskHost desk)
{
    private const string Said = "Zebra7731";
    private const string Everywhere = "conversation ticket-page";
    private const string OfARefund = "charges charges-page entries credits-page " + Everywhere;
    private const string OfARefundForStaff = "charges charges-page entries customer-page " + Everywhere;

    /// <summary>Each text with who writes it where, and the places in which its customer and staff find it.</summary>
    private static readonly Field[] Fields =
    [
        new("message", "{t}/messages", Body("body"), Everywhere, Everywhere),
        new("internal note", "{t}/messages", """{"body":"Zebra7731","internal":true}""", "", Everywhere),
        new(
            "note of an assessment that takes effect at once",
            "{t}/assessments",
            Noted("question"),
            "ticket charges charges-page " + Everywhere
        ),
        new(
            "note of an assessment that asks",
            "{t}/assessments",
            Noted("investigation"),
            "ticket charges charges-page " + Everywhere
        ),
        new(
            "note of a declined assessment",
            "{t}/assessments",
            Noted("investigation"),
            "charges charges-page " + Everywhere
        )
        {
            After = [("customer", "{t}/consents", """{"revision":1,"decision":"decline"}""")],
        },
        new("note of a waived assessment", "{t}/assessments", Noted("question"), "charges charges-page " + Everywhere)
        {
            After = [("engineer", "{t}/waivers", """{"reason":"Ours."}""")],
        },
        new("reason of a waiver", "{t}/waivers", Body("reason"), OfARefund, OfARefundForStaff)
        {
            Before = [("engineer", "{t}/assessments", """{"category":"question"}""")],
        },
        new("reason of a waiver without a charge", "{t}/waivers", Body("reason"), "charges charges-page " + Everywhere)
        {
            Before = [("engineer", "{t}/assessments", """{"category":"investigation"}""")],
        },
        new("reason of applied coverage", "{t}/coverage", Body("reason"), OfARefund, OfARefundForStaff)
        {
            Edition = "Multi-Vendor Ultimate",
            Before =
            [
                ("customer", "{t}/consents", """{"revision":1,"decision":"accept"}"""),
                ("system", "licenses/{l}/care", """{"orderId":"{l}","years":1}"""),
            ],
        },
        Resolved("solved"),
        Resolved("cannotBeSolved"),
        Resolved("duplicate"),
        Resolved("referredToCustomDevelopment"),
        new("reason of urgency", "{t}/urgency", """{"urgent":true,"reason":"Zebra7731"}""", "", "ticket " + Everywhere),
        new(
            "reason of an adjustment",
            "customers/{c}/credits/adjustments",
            """{"credits":5,"reason":"Zebra7731"}""",
            "entries credits-page",
            "entries customer-page"
        )
        {
            By = "lead",
        },
        new("reason of a revocation", "licenses/{l}/revocation", Body("reason"), "", "license customer-page")
        {
            By = "admin",
        },
    ];

    /// <summary>The fields by name.</summary>
    public static TheoryData<string> Names => [.. Fields.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_said_is_shown_to_whom_it_is_for(string name)
    {
        var field = Fields.Single(one => one.Name == name);
        var world = await WorldOf(field);
        var ticket = await world.OpenAsync();
        if (field.Edition is not null)
        {
            await world.AssessAsync(ticket, "investigation");
        }

        foreach (
            var (by, path, body) in (IEnumerable<(string, string, string)>)
                [.. field.Before, (field.By, field.Path, field.Body), .. field.After]
        )
        {
            var answer = await Client(world, by)
                .PostAsync("/v1/" + Fill(path, world, ticket), Fill(body, world, ticket));
            Assert.True((int)answer.Status is >= 200 and < 300, answer.Body);
        }

        var stranger = await World.CreateAsync(desk);
        Assert.Equal(Sorted(field.Customer), await PlacesAsync(world, world.Customer, ticket, Said));
        Assert.Equal(Sorted(field.Staff ?? field.Customer), await PlacesAsync(world, world.Engineer, ticket, Said));
        Assert.Equal("", await PlacesAsync(world, stranger.Customer, ticket, Said));
    }

    [Theory]
    [InlineData("cannotBeSolved")]
    [InlineData("referredToCustomDevelopment")]
    public async Task An_end_without_a_solution_never_reaches_the_customer_without_a_word(string outcome)
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{ticket}/resolution",
                $$"""{"outcome":"{{outcome}}","note":" "}"""
            )
        ).Must(HttpStatusCode.OK);

        // Other tests of this desk publish policies of their own.
        var texts = (await world.Engineer.GetAsync("/v1/policy")).Json.GetProperty("texts");
        var said = texts.GetProperty(outcome == "cannotBeSolved" ? "noGuarantee" : "customDevelopment").GetString();
        Assert.Equal(said, (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Text("resolutionNote"));
        var told = (await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Last();
        Assert.Equal(
            (said, "resolution"),
            (told.GetProperty("body").GetString(), told.GetProperty("occasion").GetString())
        );
    }

    [Fact]
    public async Task A_page_of_the_conversation_is_full_though_acts_without_words_lie_between()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        foreach (var category in new[] { "investigation", "configuration", "investigation" })
        {
            await world.AssessAsync(ticket, category);
        }

        await world.WriteAsync(ticket);
        var page = (await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation?limit=1")).Must(
            HttpStatusCode.OK
        );
        Assert.Single(page.Json.GetProperty("items").EnumerateArray());
        var next = (
            await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation?limit=1&after={page.Text("next")}")
        ).Must(HttpStatusCode.OK);
        Assert.Equal(
            "And another thing?",
            Assert.Single(next.Json.GetProperty("items").EnumerateArray()).GetProperty("body").GetString()
        );
        Assert.False(next.Json.TryGetProperty("next", out var none) && none.ValueKind != JsonValueKind.Null);
    }

    private static string Body(string field) => $$"""{"{{field}}":"{{Said}}"}""";

    private static string Noted(string category) => $$"""{"category":"{{category}}","note":"{{Said}}"}""";

    private static Field Resolved(string outcome) =>
        new(
            $"note of the resolution {outcome}",
            "{t}/resolution",
            $$"""{"outcome":"{{outcome}}","note":"{{Said}}"}""",
            "ticket " + Everywhere
        );

    private static string Sorted(string places) => string.Join(' ', places.Split(' ').Order(StringComparer.Ordinal));

    private static string Fill(string text, World world, long ticket) =>
        text.Replace("{t}", $"tickets/{ticket}", StringComparison.Ordinal)
            .Replace("{l}", world.License, StringComparison.Ordinal)
            .Replace("{c}", world.Id, StringComparison.Ordinal);

    private static ApiClient Client(World world, string by) =>
        by switch
        {
            "customer" => world.Customer,
            "engineer" => world.Engineer,
            "lead" => world.Lead,
            "system" => world.System,
            _ => world.Admin,
        };

    private async Task<World> WorldOf(Field field)
    {
        var world = await World.CreateAsync(desk);
        if (field.Edition is null)
        {
            return world;
        }

        var license = $"{world.License}-OLD";
        (
            await world.Admin.PostAsync(
                $"/v1/customers/{world.Id}/licenses",
                $$"""{"number":"{{license}}","edition":"{{field.Edition}}","purchasedOn":"2020-01-01"}"""
            )
        ).Must(HttpStatusCode.Created);
        return world with { License = license };
    }

    /// <summary>The places in which somebody finds a text, sorted.</summary>
    private async Task<string> PlacesAsync(World world, ApiClient reader, long ticket, string text)
    {
        var views = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ticket"] = $"/v1/tickets/{ticket}",
            ["conversation"] = $"/v1/tickets/{ticket}/conversation",
            ["charges"] = $"/v1/tickets/{ticket}/charges",
            ["entries"] = $"/v1/customers/{world.Id}/credits/entries",
            ["license"] = $"/v1/licenses/{world.License}",
            ["licenses"] = $"/v1/customers/{world.Id}/licenses",
            ["tickets"] = "/v1/tickets",
        };
        var pages = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ticket-page"] = $"/tickets/{ticket}",
            ["charges-page"] = $"/tickets/{ticket}/charges",
            ["credits-page"] = "/credits",
            ["customer-page"] = $"/customers/{world.Id}",
            ["home-page"] = "/",
        };
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", reader.Token!), ("returnUrl", "/"));
        var found = new List<string>();
        foreach (var (place, path) in views)
        {
            if ((await reader.GetAsync(path)).Body.Contains(text, StringComparison.Ordinal))
            {
                found.Add(place);
            }
        }

        foreach (var (place, path) in pages)
        {
            if ((await browser.GetAsync(path)).Html.Contains(text, StringComparison.Ordinal))
            {
                found.Add(place);
            }
        }

        return string.Join(' ', found.Order(StringComparer.Ordinal));
    }

    /// <summary>A text that somebody writes for others.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Path">Where it is sent.</param>
    /// <param name="Body">What is sent.</param>
    /// <param name="Customer">The places in which the customer finds it.</param>
    /// <param name="Staff">The places in which staff find it; null for the same.</param>
    private sealed record Field(string Name, string Path, string Body, string Customer, string? Staff = null)
    {
        /// <summary>Who writes it.</summary>
        public string By { get; init; } = "engineer";

        /// <summary>The edition of a license whose care has ended; null for one that brings credits.</summary>
        public string? Edition { get; init; }

        /// <summary>What is done before.</summary>
        public (string By, string Path, string Body)[] Before { get; init; } = [];

        /// <summary>What is done after.</summary>
        public (string By, string Path, string Body)[] After { get; init; } = [];
    }
}
