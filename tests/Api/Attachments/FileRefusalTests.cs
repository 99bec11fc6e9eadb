using System.Net;
using System.Text;
using System.Text.Json;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Attachments;

/// <summary>Whoever sends a file that is refused reads which file it was and what the limit is, at the field, and keeps what they wrote.</summary>
public sealed class FileRefusalTests(FileRefusalTests.SmallFiles small) : IClassFixture<FileRefusalTests.SmallFiles>
{
    private const string Reply = "Still here.";
    private const int MiB = 1 << 20;
    private readonly DeskHost desk = small.Desk;

    /// <summary>A file, its bytes as a text and how often it is repeated, and what its sender reads.</summary>
    public static TheoryData<string, string, int, HttpStatusCode, string> Files =>
        new()
        {
            {
                "big.log",
                "x",
                MiB + 1,
                HttpStatusCode.RequestEntityTooLarge,
                "“big.log” is larger than the limit of 1 MiB per file."
            },
            {
                "huge.log",
                "x",
                2 * MiB,
                HttpStatusCode.RequestEntityTooLarge,
                "“huge.log” is larger than the limit of 1 MiB per file."
            },
            { "none.log", "", 0, HttpStatusCode.UnsupportedMediaType, "“none.log” is empty." },
            {
                "run.exe",
                "MZ\0\0",
                1,
                HttpStatusCode.UnsupportedMediaType,
                "“run.exe” can't be attached. You can attach images, PDF, ZIP, gzip, MP4, WebM and plain text files."
            },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_refused_file_is_named_with_its_limit(
        string name,
        string text,
        int times,
        HttpStatusCode status,
        string sentence
    )
    {
        var (world, ticket) = await OpenAsync();
        var content = Repeated(text, times);
        var path = $"/v1/tickets/{ticket}/attachments?name={name}";
        var brought = await world.Customer.SendBytesAsync(path, content, "application/octet-stream");
        Assert.Equal((status, sentence), (brought.Status, brought.Text("detail")));
        Assert.Equal(sentence, await ChunkedAsync(world.Customer, path, content));

        using var browser = await SignedInAsync(world);
        var reply = await browser.SendFilesAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/messages",
            [("good.txt", "fine"u8.ToArray()), (name, content)],
            ("body", Reply)
        );
        AssertShownAtTheField(reply, sentence);
        var opening = await browser.SendFilesAsync(
            "/tickets/new",
            "/tickets/new",
            [(name, content)],
            ("body", Reply),
            ("subject", "A subject"),
            ("license", world.License)
        );
        AssertShownAtTheField(opening, sentence);
        Assert.Contains("value=\"A subject\"", opening.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_files_of_a_message_are_counted()
    {
        var (world, ticket) = await OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await BringAsync(world, ticket, $"{i}.txt", 1)).Must(HttpStatusCode.Created).Text("id")!);
        }

        var sentence = "A message can have up to 3 files; this one has 4.";
        Assert.Equal(("attachments", sentence), await PostAsync(world, ticket, ids));
        Assert.Equal(
            ("attachments", $"attachments lists {ids[1]} twice."),
            await PostAsync(world, ticket, [ids[0], ids[1], ids[1]])
        );
        Assert.Equal(
            ("attachments", "attachments lists att-none, which is not a file that you uploaded for this ticket."),
            await PostAsync(world, ticket, [ids[0], "att-none"])
        );

        using var browser = await SignedInAsync(world);
        var files = Enumerable.Range(0, 4).Select(i => ($"{i}.txt", "fine"u8.ToArray())).ToArray();
        var path = $"/tickets/{ticket}";
        var reply = await browser.SendFilesAsync(path, $"{path}/messages", files, ("body", Reply));
        AssertShownAtTheField(reply, sentence);
    }

    [Fact]
    public async Task A_file_beyond_what_ticket_or_license_can_hold_is_named()
    {
        var (world, ticket) = await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            (await BringAsync(world, ticket, $"{i}.txt", MiB - 1)).Must(HttpStatusCode.Created);
        }

        Assert.Equal(
            "“over.txt” can't be added. The files of a license can have up to 3 MiB in total.",
            (await BringAsync(world, ticket, "over.txt", MiB)).Text("detail")
        );
        (await BringAsync(world, ticket, "a.txt", 1)).Must(HttpStatusCode.Created);
        (await BringAsync(world, ticket, "b.txt", 1)).Must(HttpStatusCode.Created);
        Assert.Equal(
            "“many.txt” can't be added. A ticket can have up to 5 files.",
            (await BringAsync(world, ticket, "many.txt", 1)).Text("detail")
        );
        Assert.Equal("name", (await BringAsync(world, ticket, "a%00b", 1)).Text("field"));
    }

    [Fact]
    public async Task As_many_files_of_the_largest_size_as_the_page_promises_are_taken()
    {
        var (world, ticket) = await OpenAsync();
        using var browser = await SignedInAsync(world);
        var path = $"/tickets/{ticket}";
        var files = Enumerable.Range(0, 3).Select(i => ($"{i}.txt", Repeated("x", MiB))).ToArray();
        var sent = await browser.SendFilesAsync(path, $"{path}/messages", files, ("body", Reply));
        Assert.Equal((HttpStatusCode.Redirect, $"{path}?done=replied"), (sent.Status, sent.Location));
        Assert.Contains("up to 3 files, 1 MiB each", (await browser.GetAsync(path)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_answered_with_the_limit()
    {
        var (world, ticket) = await OpenAsync();
        using var browser = await SignedInAsync(world);
        var path = $"/tickets/{ticket}";
        var files = Enumerable.Range(0, 5).Select(i => ($"{i}.txt", Repeated("x", MiB))).ToArray();
        var sent = await browser.SendFilesAsync(path, $"{path}/messages", files, ("body", Reply));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, sent.Status);
        Assert.Contains("up to 3 files of 1 MiB each", sent.Html, StringComparison.Ordinal);
        Assert.Contains("</html>", sent.Html, StringComparison.Ordinal);
        var contact = await browser.PostAsync("/contact", ("body", new('x', 70_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, contact.Status);
        Assert.Contains("larger than the limit of 64 KiB", contact.Html, StringComparison.Ordinal);

        var posted = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/messages",
            $$"""{"body":"{{new string('x', 2 * MiB)}}"}"""
        );
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "payload_too_large"), (posted.Status, posted.Code));
        Assert.Equal("The request body is larger than the limit of 1 MiB.", posted.Text("detail"));
    }

    private static void AssertShownAtTheField(PageAnswer page, string sentence)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        var tag = page.Html.Split('<').Single(tag => tag.Contains("name=\"files\"", StringComparison.Ordinal));
        Assert.Contains("aria-invalid=\"true\"", tag, StringComparison.Ordinal);
        var described = tag.Split("aria-describedby=\"")[1].Split('"')[0].Split(' ');
        var told = WebUtility.HtmlDecode(page.Html.Split($"id=\"{described[0]}\"")[1].Split('>')[1].Split('<')[0]);
        Assert.Equal(sentence, told);
        Assert.Contains(Reply, page.Html, StringComparison.Ordinal);
    }

    private static byte[] Repeated(string text, int times) =>
        Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

    private static Task<ApiAnswer> BringAsync(World world, long ticket, string name, int size) =>
        world.Customer.SendBytesAsync(
            $"/v1/tickets/{ticket}/attachments?name={name}",
            Repeated("x", size),
            "application/octet-stream"
        );

    private static async Task<(string?, string?)> PostAsync(World world, long ticket, IReadOnlyList<string> ids)
    {
        var posted = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/messages",
            JsonSerializer.Serialize(new { body = "b", attachments = ids })
        );
        return (posted.Text("field"), posted.Text("detail"));
    }

    /// <summary>What a file is answered whose size is not told ahead.</summary>
    private async Task<string?> ChunkedAsync(ApiClient client, string path, byte[] content)
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", client.Token);
        request.Headers.Add("Idempotency-Key", Path.GetRandomFileName());
        request.Headers.TransferEncodingChunked = true;
        request.Content = new ByteArrayContent(content);
        request.Content.Headers.ContentType = new("application/octet-stream");
        using var answer = await http.SendAsync(request);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("detail").GetString();
    }

    private async Task<(World World, long Ticket)> OpenAsync()
    {
        var world = await World.CreateAsync(desk);
        return (world, await world.OpenAsync());
    }

    private async Task<PageBrowser> SignedInAsync(World world)
    {
        var browser = new PageBrowser(desk.Address, ("Accept", "text/html"));
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Customer.Token!));
        return browser;
    }

    /// <summary>A desk with small limits.</summary>
    public sealed class SmallFiles : IAsyncLifetime
    {
        private DeskHost? desk;

        /// <summary>The desk.</summary>
        public DeskHost Desk => desk ?? throw new InvalidOperationException("The desk has not been started.");

        /// <inheritdoc/>
        public async Task InitializeAsync() =>
            desk = await DeskHost.StartAsync([
                .. DeskHost.Unlimited,
                $"--Attachments:LargestFile={MiB}",
                $"--Attachments:QuotaOfLicense={3 * MiB}",
                "--Attachments:MostOfMessage=3",
                "--Attachments:MostOfTicket=5",
            ]);

        /// <inheritdoc/>
        public Task DisposeAsync() => Desk.DisposeAsync();
    }
}
