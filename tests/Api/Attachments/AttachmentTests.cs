using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Attachments;
using Tallydesk.Audit;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Attachments;

public sealed class AttachmentTests : IAsyncLifetime
{
    private const int Quota = 60_000;
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private DeskHost desk = null!;
    private World world = null!;
    private long ticket;

    /// <summary>Bytes, and what they are; null for nothing that can be attached.</summary>
    public static TheoryData<string, string?> Kinds =>
        new()
        {
            { "\u0089PNG\r\n\u001a\n", "image/png" },
            { "\u00ff\u00d8\u00ff\u00e0", "image/jpeg" },
            { "GIF89a....", "image/gif" },
            { "RIFF....WEBPVP8 ", "image/webp" },
            { "%PDF-1.7 …", "application/pdf" },
            { "PK\u0003\u0004", "application/zip" },
            { "plain words, {\"json\":1}", "text/plain" },
            { "a,b\r\n1,2", "text/plain" },
            { "\u0000\u0001\u0002", null },
            { "MZ\u0090\u0000", null },
            { "\u007fELF\u0002", null },
            { "#!/bin/sh\nrm -rf /", null },
            { "<!DOCTYPE html><p>", null },
            { "   \n<script>alert(1)</script>", null },
            { "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", null },
            { "<?xml version=\"1.0\"?><x/>", null },
            { "<?php system($_GET[0]);", null },
            // Two things at once.
            { "GIF89a/*<script>alert(1)</script>*/=1;", null },
            { "%PDF-1.7\n<html><script>alert(1)</script>", null },
            { "\u0089PNG\r\n\u001a\n<svg onload=alert(1)>", null },
            { "javascript:alert(1)", null },
        };

    /// <summary>Names as they are sent, and as they are kept.</summary>
    public static TheoryData<string, string> Names =>
        new()
        {
            { "shot.png", "shot.png" },
            { "../../etc/passwd", "passwd" },
            { "..\\..\\boot.ini", "boot.ini" },
            { "C:\\temp\\a.txt", "a.txt" },
            { "/absolute/a.txt", "a.txt" },
            { "....//a.txt", "a.txt" },
            { "..%2f..%2fa.txt", "%2f..%2fa.txt" },
            { "a\u2215b\u2044c\uFF0Fd.txt", "d.txt" },
            { ".htaccess", "htaccess" },
            { "..", "file" },
            { "", "file" },
            { "con", "filecon" },
            { "NUL.txt", "fileNUL.txt" },
            { "gpj.\u202Eexe", "gpj.exe" },
            { "a\r\nContent-Type: text/html", "html" },
            { "a\"b.txt", "ab.txt" },
            { "<img src=x onerror=alert(1)>.png", "img src=x onerror=alert(1).png" },
            { "naïve 😀.txt", "naïve 😀.txt" },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_file_is_is_told_by_its_bytes(string latin, string? type)
    {
        var brought = await BringAsync(world.Customer, Encoding.Latin1.GetBytes(latin), "harmless.png");
        Assert.Equal(type is null ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.Created, brought.Status);
        Assert.Equal(type ?? "file_type_not_allowed", type is null ? brought.Code : brought.Text("type"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_leads_nowhere(string given, string kept)
    {
        Assert.Equal(kept.Trim(), FileNames.Of(given));
        var brought = (await BringAsync(world.Customer, Png, given)).Must(HttpStatusCode.Created);
        Assert.Equal(kept.Trim(), brought.Text("name"));
    }

    [Fact]
    public async Task A_file_goes_with_its_message_and_is_only_ever_downloaded()
    {
        var bytes = Png.Concat(new byte[5_000]).ToArray();
        var id = (await BringAsync(world.Customer, bytes, "Bildschirm 1.png")).Must(HttpStatusCode.Created).Text("id");
        var message = await PostAsync(world.Customer, id);

        var conversation = (await world.Engineer.GetAsync($"/v1/tickets/{ticket}/conversation")).Json;
        var file = conversation.GetProperty("items").EnumerateArray().Last().GetProperty("attachments")[0];
        Assert.Equal((id, 5_012L), (file.GetProperty("id").GetString(), file.GetProperty("size").GetInt64()));

        using var http = Client(world.Engineer);
        var answer = await http.GetAsync($"/v1/tickets/{ticket}/messages/{message}/attachments/{id}");
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("Bildschirm 1.png", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox;", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_download_suggests_the_name_as_it_is_kept()
    {
        const string given = "😀 \"Grüße\"; 10:30.png";
        const string kept = "😀 Grüße; 10-30.png";
        var brought = (await BringAsync(world.Customer, Png, given)).Must(HttpStatusCode.Created);
        Assert.Equal(kept, brought.Text("name"));
        var message = await PostAsync(world.Customer, brought.Text("id"));

        using var http = Client(world.Customer);
        var answer = await http.GetAsync($"/v1/tickets/{ticket}/messages/{message}/attachments/{brought.Text("id")}");
        var header = answer.Content.Headers.GetValues("Content-Disposition").Single();
        Assert.True(Ascii.IsValid(header), header);
        Assert.Equal(kept, answer.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task Nobody_else_gets_it_by_any_address()
    {
        var id = (await BringAsync(world.Engineer, Png, "a.png")).Text("id");
        var note = await PostAsync(world.Engineer, id, isInternal: true);
        var open = (await BringAsync(world.Customer, Png, "b.png")).Text("id");
        var unclaimed = (await BringAsync(world.Customer, Png, "c.png")).Text("id");
        var message = await PostAsync(world.Customer, open);
        var other = await World.CreateAsync(desk);
        var others = await other.OpenAsync();

        foreach (
            var (client, path) in (IEnumerable<(ApiClient, string)>)
                [
                    (other.Customer, $"{ticket}/messages/{message}/attachments/{open}"),
                    (other.Customer, $"{others}/messages/{message}/attachments/{open}"),
                    (other.Customer, $"{others}/messages/1/attachments/{open}"),
                    (world.Customer, $"{ticket}/messages/{note}/attachments/{id}"),
                    (world.Customer, $"{ticket}/messages/{message}/attachments/{id}"),
                    (world.Customer, $"{ticket}/messages/{message}/attachments/{unclaimed}"),
                    (world.Customer, $"{ticket}/messages/{message}/attachments/att-none"),
                    (world.Customer, $"{ticket}/messages/{message}/attachments/..%2f..%2ftallydesk.db"),
                    (world.Customer, $"{ticket}/messages/99/attachments/{open}"),
                ]
        )
        {
            Assert.Equal((HttpStatusCode.NotFound, "not_found"), await StatusAsync(client, path));
        }

        Assert.Equal(
            HttpStatusCode.OK,
            (await StatusAsync(world.Engineer, $"{ticket}/messages/{note}/attachments/{id}")).Item1
        );
        foreach (var stolen in (string[])[open, unclaimed, "att-none", ""])
        {
            var taken = await other.Customer.PostAsync(
                $"/v1/tickets/{others}/messages",
                $$"""{"body":"b","attachments":["{{stolen}}"]}"""
            );
            Assert.Equal("attachments", taken.Text("field"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await BringAsync(other.Customer, Png, "x.png")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await BringAsync(world.System, Png, "x.png")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await BringAsync(world.Admin.As(null), Png, "x.png")).Status);
    }

    [Fact]
    public async Task A_file_goes_only_with_a_message_of_who_brought_it()
    {
        var customers = (await BringAsync(world.Customer, Png, "a.png")).Must(HttpStatusCode.Created).Text("id");
        var engineers = (await BringAsync(world.Engineer, Png, "b.png")).Must(HttpStatusCode.Created).Text("id");
        foreach (
            var (poster, file) in (IEnumerable<(ApiClient, string)>)
                [(world.Engineer, customers), (world.Lead, engineers), (world.Customer, engineers)]
        )
        {
            var taken = await poster.PostAsync(
                $"/v1/tickets/{ticket}/messages",
                $$"""{"body":"Not mine.","attachments":["{{file}}"]}"""
            );
            Assert.Equal((HttpStatusCode.BadRequest, "attachments"), (taken.Status, taken.Text("field")));
        }

        await PostAsync(world.Customer, customers);
        await PostAsync(world.Engineer, engineers);
    }

    [Fact]
    public async Task A_ticket_is_opened_with_the_files_that_were_brought_for_it()
    {
        var file = (await BringForNextAsync(world.Customer, Png, "a.png")).Must(HttpStatusCode.Created).Text("id");
        var first = (await OpenAsync("key-1", file)).Must(HttpStatusCode.Created);
        Assert.Equal(first.Body, (await OpenAsync("key-1", file)).Body);

        var number = first.Number("number");
        var asked = (await world.Engineer.GetAsync($"/v1/tickets/{number}/conversation")).Json.GetProperty("items")[0];
        Assert.Equal(file, asked.GetProperty("attachments")[0].GetProperty("id").GetString());
        var path = $"{number}/messages/{asked.GetProperty("id").GetInt64()}/attachments/{file}";
        Assert.Equal(HttpStatusCode.OK, (await StatusAsync(world.Customer, path)).Item1);

        // The license is revoked by now, and the repeat is answered as it was.
        await world.System.PostAsync($"/v1/licenses/{world.License}/revocation", """{"reason":"r"}""");
        Assert.Equal(first.Body, (await OpenAsync("key-1", file)).Body);
        Assert.Equal("license_revoked", (await BringForNextAsync(world.Customer, Png, "b.png")).Code);

        var findings = new List<AuditFinding>();
        await new AuditVerifier(desk.Services.GetRequiredService<Database>()).VerifyAsync(findings.Add);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task A_ticket_is_not_opened_when_a_file_is_refused()
    {
        var right = (await BringForNextAsync(world.Customer, Png, "a.png")).Text("id");
        var used = (await BringForNextAsync(world.Customer, Png, "b.png")).Text("id");
        (await OpenAsync("key-1", used)).Must(HttpStatusCode.Created);
        var engineers = (await BringForNextAsync(world.Engineer, Png, "c.png")).Must(HttpStatusCode.Created).Text("id");
        var ofTicket = (await BringAsync(world.Customer, Png, "d.png")).Text("id");
        var other = await World.CreateAsync(desk);
        Assert.Equal(HttpStatusCode.NotFound, (await BringForNextAsync(other.Customer, Png, "e.png")).Status);

        var before = await world.SnapshotAsync();
        foreach (var wrong in (string[])["att-none", "", used, engineers, ofTicket, right])
        {
            var refused = await OpenAsync("key-2", right, wrong);
            Assert.Equal((HttpStatusCode.BadRequest, "attachments"), (refused.Status, refused.Text("field")));
        }

        Assert.Equal("attachments", (await OpenAsync("key-2", right, "one", "two")).Text("field"));
        Assert.Equal(before, await world.SnapshotAsync());
        (await OpenAsync("key-2", right)).Must(HttpStatusCode.Created);
    }

    [Fact]
    public async Task F1_A_split_takes_files_with_their_message()
    {
        var id = (await BringAsync(world.Customer, Png, "a.png")).Text("id");
        var message = await PostAsync(world.Customer, id);
        var split = await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/splits",
            $$"""{"messageIds":[{{message}}],"subject":"Apart"}"""
        );
        var child = split.Must(HttpStatusCode.Created).Number("number");
        var moved = (await world.Customer.GetAsync($"/v1/tickets/{child}/conversation")).Json.GetProperty("items")[0];
        var path = $"{child}/messages/{moved.GetProperty("id").GetInt64()}/attachments/{id}";
        Assert.Equal(HttpStatusCode.OK, (await StatusAsync(world.Customer, path)).Item1);
    }

    [Fact]
    public async Task A_racing_license_never_has_more_than_its_quota()
    {
        var content = Png.Concat(new byte[9_988]).ToArray();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(n => BringAsync(world.Customer, content, $"{n}.png"))
        );
        Assert.Equal(Quota / 10_000, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        var refused = answers.First(answer => answer.Status != HttpStatusCode.Created);
        Assert.Equal(("attachment_quota_exceeded", Quota), (refused.Code, refused.Number("quota")));
    }

    [Fact]
    public async Task Sizes_counts_forms_and_repeats()
    {
        var large = await BringAsync(world.Customer, new byte[20_001], "a.txt");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "file_too_large"), (large.Status, large.Code));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await BringAsync(world.Customer, [], "a.txt")).Status);
        var form = await BringAsync(world.Customer, Png, "a.png", type: "multipart/form-data; boundary=x");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.Status);

        var first = await BringAsync(world.Customer, Png, "a.png", "key-1");
        Assert.Equal(first.Body, (await BringAsync(world.Customer, Png, "a.png", "key-1")).Body);
        Assert.Equal("idempotency_key_reused", (await BringAsync(world.Customer, Png, "b.png", "key-1")).Code);

        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add((await BringAsync(world.Customer, Png, $"{n}.png")).Text("id"));
        }

        var many = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/messages",
            JsonSerializer.Serialize(new { body = "b", attachments = ids })
        );
        Assert.Equal("attachments", many.Text("field"));
        var twice = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/messages",
            $$"""{"body":"b","attachments":["{{ids[0]}}","{{ids[0]}}"]}"""
        );
        Assert.Equal("attachments", twice.Text("field"));
    }

    [Fact]
    public async Task What_no_message_claims_goes_after_a_day_and_gives_its_bytes_back()
    {
        var time = new MovedTime();
        await desk.DisposeAsync();
        desk = await DeskHost.StartAsync(time, Settings);
        world = await World.CreateAsync(desk);
        ticket = await world.OpenAsync();
        var kept = (await BringAsync(world.Customer, Png, "a.png")).Text("id");
        var message = await PostAsync(world.Customer, kept);
        var left = (await BringAsync(world.Customer, Png.Concat(new byte[15_000]).ToArray(), "b.png")).Text("id");

        time.Pass(TimeSpan.FromHours(25));
        await ((AttachmentSweep)desk.Services.GetService(typeof(AttachmentSweep))!).SweepAsync(default);

        var path = $"{ticket}/messages/{message}/attachments/{kept}";
        Assert.Equal(HttpStatusCode.OK, (await StatusAsync(world.Customer, path)).Item1);
        var gone = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/messages",
            $$"""{"body":"b","attachments":["{{left}}"]}"""
        );
        Assert.Equal("attachments", gone.Text("field"));
        Assert.Single(Directory.GetFiles(Path.Combine(desk.Folder, "attachments"), "*", SearchOption.AllDirectories));
    }

    public async Task InitializeAsync()
    {
        desk = await DeskHost.StartAsync(Settings);
        world = await World.CreateAsync(desk);
        ticket = await world.OpenAsync();
    }

    public Task DisposeAsync() => desk.DisposeAsync();

    private static string[] Settings =>
        [
            .. DeskHost.Unlimited,
            "--Attachments:LargestFile=20000",
            $"--Attachments:QuotaOfLicense={Quota}",
            "--Attachments:MostOfMessage=2",
        ];

    private Task<ApiAnswer> BringAsync(
        ApiClient client,
        byte[] content,
        string name,
        string? key = null,
        string type = "application/octet-stream"
    ) =>
        client.SendBytesAsync(
            $"/v1/tickets/{ticket}/attachments?name={Uri.EscapeDataString(name)}",
            content,
            type,
            key
        );

    private Task<ApiAnswer> BringForNextAsync(ApiClient client, byte[] content, string name) =>
        client.SendBytesAsync(
            $"/v1/licenses/{world.License}/attachments?name={name}",
            content,
            "application/octet-stream"
        );

    private Task<ApiAnswer> OpenAsync(string key, params string[] files) =>
        world.Customer.PostAsync(
            "/v1/tickets",
            world.Question($",\"attachments\":{JsonSerializer.Serialize(files)}"),
            key
        );

    private async Task<long> PostAsync(ApiClient client, string file, bool isInternal = false) =>
        (
            await client.PostAsync(
                $"/v1/tickets/{ticket}/messages",
                $$"""{"body":"See the file.","internal":{{(isInternal ? "true" : "false")}},"attachments":["{{file}}"]}"""
            )
        )
            .Must(HttpStatusCode.Created)
            .Number("id");

    private static async Task<(HttpStatusCode, string?)> StatusAsync(ApiClient client, string path)
    {
        var answer = await client.GetAsync($"/v1/tickets/{path}");
        return (answer.Status, answer.Code);
    }

    private HttpClient Client(ApiClient client)
    {
        var http = new HttpClient { BaseAddress = desk.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        return http;
    }
}
