using System.Net;
using Tallydesk.Requests;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Enquiries;

/// <summary>The contact form over HTTP.</summary>
[Collection(DeskTests.Name)]
public sealed class EnquiryTests(DeskHost desk)
{
    [Fact]
    public async Task A7_A_visitor_asks_staff_answer_and_close()
    {
        var world = await World.CreateAsync(desk);
        var id = await world.EnquireAsync();
        var path = $"/v1/enquiries/{id}";

        var seen = (await world.Engineer.GetAsync(path)).Must(HttpStatusCode.OK);
        Assert.Equal(("open", "Does it ship abroad?"), (seen.Text("status"), seen.Text("body")));
        Assert.False(seen.Json.GetProperty("ownsLicense").GetBoolean());

        var answered = await world.Engineer.PostAsync($"{path}/answers", """{"body":"Yes, everywhere."}""");
        Assert.Equal("answered", answered.Must(HttpStatusCode.Created).Text("status"));
        var closed = await world.Lead.PostAsync($"{path}/closing");
        Assert.Equal("closed", closed.Must(HttpStatusCode.OK).Text("status"));
        Assert.Equal(
            (HttpStatusCode.Conflict, "not_in_this_status"),
            await CodeAsync(world.Engineer.PostAsync($"{path}/answers", """{"body":"And more."}"""))
        );

        var read = (await world.Engineer.GetAsync(path)).Must(HttpStatusCode.OK);
        Assert.Equal("Yes, everywhere.", read.Json.GetProperty("answers")[0].GetProperty("body").GetString());
        Assert.Equal($"\"{read.Number("version")}\"", read.Headers["ETag"]);
    }

    [Fact]
    public async Task A7_Staff_alone_learn_who_owns_a_license_and_every_sender_is_told_the_same()
    {
        var world = await World.CreateAsync(desk);
        var owner = $"{world.License[..^2]}@TEST.example";
        var told = new List<string>();
        var hints = new List<bool>();
        foreach (
            var (email, license) in ((string, string?)[])
                [
                    ("stranger@example.com", null),
                    ("stranger@example.com", "NONE-1"),
                    (owner, null),
                    ("stranger@example.com", world.License),
                ]
        )
        {
            var sent = (
                await desk.Client(token: null)
                    .PostAsync(
                        "/v1/enquiries",
                        $$"""
                        {"name":"V","email":"{{email}}","subject":"s","body":"b"
                        {{(license is null ? "" : $",\"licenseNumber\":\"{license}\"")}}}
                        """
                    )
            ).Must(HttpStatusCode.Created);
            told.Add(sent.Body.Replace(sent.Text("id"), "").Replace(sent.Text("sentAt"), ""));
            hints.Add(
                (await world.Engineer.GetAsync($"/v1/enquiries/{sent.Text("id")}"))
                    .Json.GetProperty("ownsLicense")
                    .GetBoolean()
            );
        }

        Assert.Single(told.Distinct());
        Assert.Contains("help desk", told[0]);
        Assert.Equal([false, false, true, true], hints);
    }

    [Fact]
    public async Task Open_enquiries_are_listed_first_and_found_by_status()
    {
        var world = await World.CreateAsync(desk);
        var (first, second) = (await world.EnquireAsync(), await world.EnquireAsync());
        (await world.Engineer.PostAsync($"/v1/enquiries/{first}/answers", """{"body":"b"}""")).Must(
            HttpStatusCode.Created
        );

        var open = await IdsAsync(world, "?status=open&limit=100");
        Assert.Contains(second, open);
        Assert.DoesNotContain(first, open);
        Assert.Contains(first, await IdsAsync(world, "?status=answered&limit=100"));
        Assert.Equal("status", (await world.Engineer.GetAsync("/v1/enquiries?status=lost")).Text("field"));
    }

    [Theory]
    [InlineData("""{"name":"V","email":"v@b.c","subject":"s"}""", 400, "invalid_field")]
    [InlineData("""{"name":"V","email":"nobody","subject":"s","body":"b"}""", 400, "invalid_field")]
    [InlineData("""{"name":"V","email":"v@b.c","subject":"s","body":"b","licenseNumber":"?"}""", 400, "invalid_field")]
    [InlineData("""{"name":"V","email":"v@b.c","subject":"s","body":"b","to":"all"}""", 400, "invalid_field")]
    [InlineData("[]", 400, "malformed_json")]
    public async Task What_is_malformed_is_refused(string body, int status, string code)
    {
        var answer = await desk.Client(token: null).PostAsync("/v1/enquiries", body);
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_form_has_at_most_64_kibibytes()
    {
        var answer = await desk.Client(token: null).PostAsync("/v1/enquiries", new string(' ', 70_000));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "payload_too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_address_that_sends_too_many_is_told_when_to_come_back_and_others_are_served()
    {
        var own = await DeskHost.StartAsync(
            "--Enquiries:Burst=2",
            "--Enquiries:PerHour=30",
            "--Proxy:Networks=127.0.0.0/8"
        );
        try
        {
            using var http = new HttpClient { BaseAddress = own.Address };
            async Task<(int Status, double Wait)> SendAsync(string from)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/enquiries");
                request.Headers.Add("X-Forwarded-For", from);
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request);
                return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
            }

            Assert.Equal(400, (await SendAsync("192.0.2.1")).Status);
            Assert.Equal(400, (await SendAsync("192.0.2.1")).Status);
            foreach (var from in (string[])["192.0.2.1", "192.0.2.99, 192.0.2.1"])
            {
                var (status, wait) = await SendAsync(from);
                Assert.Equal(429, status);
                Assert.InRange(wait, 110, 121);
            }

            Assert.Equal(400, (await SendAsync("192.0.2.2")).Status);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void A_subscriber_is_one_visitor_whatever_the_address(string address, string visitor) =>
        Assert.Equal(visitor, VisitorAddress.Of(IPAddress.Parse(address)));

    private static async Task<List<string?>> IdsAsync(World world, string query) =>
        [
            .. (await world.Engineer.GetAsync($"/v1/enquiries{query}"))
                .Must(HttpStatusCode.OK)
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()),
        ];

    private static async Task<(HttpStatusCode, string?)> CodeAsync(Task<ApiAnswer> sent)
    {
        var answer = await sent;
        return (answer.Status, answer.Code);
    }
}
