using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Search;

/// <summary>The search over HTTP and on its page.</summary>
[Collection(DeskTests.Name)]
public sealed class SearchApiTests(DeskHost desk)
{
    [Fact]
    public async Task Each_reader_gets_their_groups_and_passages()
    {
        var (mine, theirs) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var word = Word();
        var ticket = await OpenAsync(mine, $"About {word}", "Since today");
        var other = await OpenAsync(theirs, "Something else", $"A message with {word} in it");
        var note = $$"""{"body":"They don't know this: {{word}} hidden{{word}}","internal":true}""";
        (await mine.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", note)).Must(HttpStatusCode.Created);
        await FoundAsync(mine.Engineer, $"hidden{word}", "tickets", 1);
        await FoundAsync(mine.Engineer, word, "tickets", 2);

        var staff = await SearchAsync(mine.Engineer, word);
        Assert.Equal(["tickets", "customers", "licenses"], Groups(staff).Select(NameOf));
        Assert.Equal(
            [$"{other}", $"{ticket}"],
            Items(staff, "tickets").Select(item => item.GetProperty("id").GetString())
        );
        Assert.True(Items(staff, "tickets")[1].GetProperty("passage").GetProperty("internal").GetBoolean());
        var pieces = Items(staff, "tickets")[0].GetProperty("passage").GetProperty("text").EnumerateArray();
        Assert.Equal(
            ["A message with |False", $"{word}|True", " in it|False"],
            pieces.Select(piece => $"{piece.GetProperty("text")}|{piece.GetProperty("match").GetBoolean()}")
        );

        var customer = await SearchAsync(mine.Customer, word);
        Assert.Equal(["tickets"], Groups(customer).Select(NameOf));
        Assert.Equal(1, Groups(customer).Single().GetProperty("count").GetInt32());
        var own = Assert.Single(Items(customer, "tickets"));
        Assert.Equal($"{ticket}", own.GetProperty("id").GetString());
        Assert.False(own.TryGetProperty("passage", out _));
        Assert.Empty(Items(await SearchAsync(mine.Customer, $"hidden{word}"), "tickets"));
        // Nor do excluded words tell what is in a note.
        Assert.Single(Items(await SearchAsync(mine.Customer, $"{word} -hidden{word}"), "tickets"));
        Assert.Empty(Groups(await SearchAsync(mine.Customer, word, "&group=customers")));
        Assert.Equal(
            ["tickets", "customers", "licenses", "people"],
            Groups(await SearchAsync(desk.Admin, word)).Select(NameOf)
        );
    }

    [Fact]
    public async Task Customers_and_licenses_are_found_by_staff()
    {
        var world = await World.CreateAsync(desk);
        var name = world.License[..^2];
        await FoundAsync(world.Engineer, $"{name}@test.example", "customers", 1);
        await FoundAsync(world.Engineer, world.License, "licenses", 1);
        var license = Items(await SearchAsync(world.Engineer, world.License.ToLowerInvariant()), "licenses").Single();
        Assert.Equal(world.Id, license.GetProperty("customerId").GetString());
        Assert.DoesNotContain(
            world.Id,
            (await SearchAsync((await World.CreateAsync(desk)).Customer, world.License)).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_number_names_the_ticket_to_those_who_can_see_it()
    {
        var (mine, theirs) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var ticket = await mine.OpenAsync();
        foreach (var query in (string[])[$"{ticket}", $"#{ticket}"])
        {
            Assert.Equal(ticket, (await SearchAsync(mine.Customer, query)).Number("ticket"));
            Assert.Equal(ticket, (await SearchAsync(mine.Engineer, query)).Number("ticket"));
            Assert.False((await SearchAsync(theirs.Customer, query)).Json.TryGetProperty("ticket", out _));
        }

        Assert.Equal(
            $"{ticket}",
            Assert
                .Single(Items(await SearchAsync(mine.Customer, $"#{ticket}"), "tickets"))
                .GetProperty("id")
                .GetString()
        );
        Assert.Empty(Items(await SearchAsync(theirs.Customer, $"#{ticket}"), "tickets"));
    }

    [Fact]
    public async Task A_group_is_read_page_by_page()
    {
        var world = await World.CreateAsync(desk);
        var word = Word();
        List<long> opened = [];
        for (var n = 0; n < 5; n++)
        {
            opened.Insert(0, await OpenAsync(world, word, "Since today"));
        }

        await FoundAsync(world.Customer, word, "tickets", 5);
        List<string?> read = [];
        var after = "";
        do
        {
            var page = Groups(await SearchAsync(world.Customer, word, $"&group=tickets&limit=2{after}")).Single();
            Assert.Equal(5, page.GetProperty("count").GetInt32());
            read.AddRange(
                page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())
            );
            var next = page.GetProperty("next").GetString();
            after = next is null ? "" : $"&after={next}";
        } while (after.Length > 0);
        Assert.Equal(opened.Select(number => $"{number}"), read);
    }

    [Theory]
    [InlineData("/v1/search", "q")]
    [InlineData("/v1/search?q=%20", "q")]
    [InlineData("/v1/search?q=%00", "q")]
    [InlineData("/v1/search?q=a&group=chats", "group")]
    [InlineData("/v1/search?q=a&after=MSAx", "after")]
    [InlineData("/v1/search?q=a&group=tickets&after=x", "after")]
    [InlineData("/v1/search?q=a&limit=0", "limit")]
    public async Task What_is_malformed_is_refused_with_its_field(string path, string field)
    {
        var refused = (await desk.Admin.GetAsync(path)).Must(HttpStatusCode.BadRequest);
        Assert.Equal(field, refused.Text("field"));
    }

    [Fact]
    public async Task Long_queries_are_refused_and_no_sign_breaks_one()
    {
        var admin = desk.Admin;
        foreach (var query in (string[])[new('x', 201), string.Join(' ', Enumerable.Range(0, 33))])
        {
            Assert.Equal(
                "q",
                (await admin.GetAsync($"/v1/search?q={query}")).Must(HttpStatusCode.BadRequest).Text("field")
            );
        }

        foreach (
            var query in (string[])
                ["\"", "'", "a:*", "(a", "a &", "!", "\\", "a' OR '1", "{a", "^a", "a NEAR b", "a*", "-", "東\""]
        )
        {
            (await SearchAsync(admin, query)).Must(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_token_with_scopes_finds_only_what_it_can_list()
    {
        var world = await World.CreateAsync(desk);
        var made = await desk.Admin.PostAsync(
            "/v1/tokens",
            """{"name":"Reader","role":"engineer","scopes":["tickets:read","licenses:read"]}"""
        );
        var reader = desk.Client(made.Must(HttpStatusCode.Created).Text("token"));

        var found = await SearchAsync(reader, world.License);

        Assert.Equal(["tickets", "licenses"], Groups(found).Select(NameOf));
    }

    [Fact]
    public async Task The_page_marks_what_matches_and_nothing_that_was_typed_is_markup()
    {
        var world = await World.CreateAsync(desk);
        var word = Word();
        await OpenAsync(world, $"<b>{word}</b>", $"<script>{word}</script> & more");
        await FoundAsync(world.Customer, word, "tickets", 1);
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Customer.Token!));

        var page = (await browser.GetAsync($"/search?q={word}")).Html;

        Assert.Contains($"&lt;b&gt;<mark>{word}</mark>&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains($"&lt;script&gt;<mark>{word}</mark>&lt;/script&gt; &amp; more", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Customers <span", page, StringComparison.Ordinal);
        page = (await browser.GetAsync("/search?q=%3Cimg%20src%3Dx%3E")).Html;
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.Contains("No matches.", page, StringComparison.Ordinal);
        page = (await browser.GetAsync($"/search?q={new string('x', 201)}")).Html;
        Assert.Contains("The search must have 1 to 200 characters.", page, StringComparison.Ordinal);
        // Every page has the field, the search's own has one.
        Assert.Contains("data-search", (await browser.GetAsync("/tickets")).Html, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("data-search").Length);
    }

    private static string Word() => $"w{Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}";

    private static async Task<long> OpenAsync(World world, string subject, string body) => (
            await world.Customer.PostAsync(
                "/v1/tickets",
                JsonSerializer.Serialize(
                    new Dictionary<string, string>
                    {
                        ["licenseNumber"] = world.License,
                        ["subject"] = subject,
                        ["body"] = body,
                    }
                )
            )
        ).Must(HttpStatusCode.Created).Number("number");

    private static async Task<ApiAnswer> SearchAsync(ApiClient client, string query, string more = "") =>
        (await client.GetAsync($"/v1/search?q={Uri.EscapeDataString(query)}{more}")).Must(HttpStatusCode.OK);

    /// <summary>Waits until what was written is indexed.</summary>
    private static Task FoundAsync(ApiClient client, string query, string group, int count) =>
        Eventually.HoldsAsync(
            async () => Items(await SearchAsync(client, query), group).Count == count,
            () => $"{query} is not found {count} times"
        );

    private static List<JsonElement> Groups(ApiAnswer answer) =>
        [.. answer.Json.GetProperty("groups").EnumerateArray()];

    private static string? NameOf(JsonElement group) => group.GetProperty("group").GetString();

    private static List<JsonElement> Items(ApiAnswer answer, string group) =>
        [.. Groups(answer).Single(one => NameOf(one) == group).GetProperty("items").EnumerateArray()];
}
