using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Tallydesk.Tests.Policy;

/// <summary>Versions of the policy over HTTP. Every version here has the shipped content but for texts, so other tests don't notice.</summary>
[Collection(DeskTests.Name)]
public sealed class PolicyVersionTests(DeskHost desk)
{
    private const string Path = "/v1/policy/versions";

    [Fact]
    public async Task A_version_comes_into_force_once_per_key_and_is_read_back()
    {
        var (first, second) = (await DocumentAsync("life-1"), await DocumentAsync("life-2"));
        second["texts"]!["noGuarantee"] = "No promises.";

        var made = (await desk.Admin.PostAsync(Path, first.ToJsonString(), "life-1")).Must(HttpStatusCode.Created);
        Assert.Equal(("life-1", "admin"), (made.Text("version"), made.Text("source")));
        Assert.Equal($"{Path}/life-1", made.Headers["Location"]);
        (await desk.Admin.PostAsync(Path, second.ToJsonString())).Must(HttpStatusCode.Created);

        var again = await desk.Admin.PostAsync(Path, first.ToJsonString(), "life-1");
        Assert.Equal((made.Status, made.Body), (again.Status, again.Body));
        Assert.Equal(
            "idempotency_key_reused",
            (await desk.Admin.PostAsync(Path, second.ToJsonString(), "life-1")).Code
        );

        var list = (await desk.Admin.GetAsync(Path)).Must(HttpStatusCode.OK);
        Assert.Equal("life-2", list.Text("inForce"));
        var known = list
            .Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("version").GetString());
        Assert.Equal(["life-1", "life-2"], known.TakeLast(2));

        var world = await World.CreateAsync(desk);
        var read = (await world.Customer.GetAsync(made.Headers["Location"])).Must(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(first, JsonNode.Parse(read.Body)));
    }

    [Fact]
    public async Task A_version_is_in_force_when_it_is_answered()
    {
        for (var round = 0; round < 5; round++)
        {
            var document = await DocumentAsync($"at-once-{round}");
            document["reopenDays"] = 14 + (round % 2);
            (await desk.Admin.PostAsync(Path, document.ToJsonString())).Must(HttpStatusCode.Created);

            var read = await desk.Client(token: null).GetAsync("/v1/policy");

            Assert.Equal($"at-once-{round}", read.Text("version"));
        }
    }

    [Fact]
    public async Task A_version_sent_back_by_another_program_is_the_same_content()
    {
        var document = await DocumentAsync("bytes-1");
        var price = document["services"]![0]!["price"]!.ToJsonString();
        (await desk.Admin.PostAsync(Path, document.ToJsonString())).Must(HttpStatusCode.Created);
        var other = new JsonObject(
            document.AsObject().Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        var text = other
            .ToJsonString(new() { WriteIndented = true })
            .Replace("bytes", "\\u0062ytes", StringComparison.Ordinal);

        var again = await desk.Admin.PostAsync(
            Path,
            text.Replace($"\"price\": {price}", $"\"price\": {Longer(price)}", StringComparison.Ordinal)
        );

        Assert.Equal("bytes-1", again.Must(HttpStatusCode.Created).Text("version"));

        static string Longer(string number) =>
            number.Contains('.', StringComparison.Ordinal) ? number + "00" : number + ".000";
    }

    [Fact]
    public async Task A_version_that_was_in_force_already_does_not_come_back_by_a_late_repeat()
    {
        var (first, second) = (await DocumentAsync("late-1"), await DocumentAsync("late-2"));
        (await desk.Admin.PostAsync(Path, first.ToJsonString())).Must(HttpStatusCode.Created);
        var unchanged = await desk.Admin.PostAsync(Path, first.ToJsonString(), "late");
        (await desk.Admin.PostAsync(Path, second.ToJsonString())).Must(HttpStatusCode.Created);

        var late = await desk.Admin.PostAsync(Path, first.ToJsonString(), "late");

        Assert.Equal((HttpStatusCode.Created, unchanged.Body), (late.Status, late.Body));
        Assert.Equal("late-2", (await desk.Admin.GetAsync(Path)).Text("inForce"));
        Assert.Equal("idempotency_key_reused", (await desk.Admin.PostAsync(Path, second.ToJsonString(), "late")).Code);
    }

    [Fact]
    public async Task Wrong_documents_are_refused_and_nothing_changes()
    {
        var before = (await desk.Admin.GetAsync(Path)).Must(HttpStatusCode.OK).Body;

        var wrong = await DocumentAsync("wrong");
        wrong["prices"]!["upgrade"]!["base"] = 0;
        var refused = await desk.Admin.PostAsync(Path, wrong.ToJsonString());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (refused.Status, refused.Code));
        Assert.Equal("prices.upgrade.base", refused.Text("field"));

        var taken = await DocumentAsync((await desk.Admin.GetAsync(Path)).Text("inForce"));
        taken["reopenDays"] = 15;
        var known = await desk.Admin.PostAsync(Path, taken.ToJsonString());
        Assert.Equal((HttpStatusCode.Conflict, "policy_version_taken"), (known.Status, known.Code));

        Assert.Equal("malformed_json", (await desk.Admin.PostAsync(Path, "[]")).Code);
        Assert.Equal("malformed_json", (await desk.Admin.PostAsync(Path, "{\"version\":")).Code);
        Assert.Equal("invalid_field", (await desk.Admin.PostAsync(Path, "{}")).Code);
        var plain = await desk.Admin.SendAsync(HttpMethod.Post, Path, "{}", contentType: "text/plain");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (plain.Status, plain.Code));
        Assert.Equal("not_found", (await desk.Admin.GetAsync($"{Path}/never")).Code);
        Assert.Equal(before, (await desk.Admin.GetAsync(Path)).Body);
    }

    [Theory]
    [InlineData("Asia/Tokyo", "2026-07-01", "14:00", "23:00")]
    [InlineData("America/Los_Angeles", "2026-07-01", "22:00", "07:00")]
    [InlineData("America/Los_Angeles", "2026-01-14", "21:00", "06:00")]
    public async Task H2_Anyone_reads_the_support_hours_in_their_own_zone(
        string zone,
        string on,
        string from,
        string to
    )
    {
        var visitor = desk.Client(token: null);

        var hours = (await visitor.GetAsync($"/v1/policy/hours?zone={zone}&on={on}")).Must(HttpStatusCode.OK);

        Assert.Equal((zone, on), (hours.Text("zone"), hours.Text("on")));
        Assert.Equal((from, to), (hours.Text("from"), hours.Text("to")));
        (await visitor.GetAsync($"/v1/policy/hours?zone={zone}")).Must(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "zone")]
    [InlineData("?zone=Mars/Base", "zone")]
    [InlineData("?zone=UTC&on=tomorrow", "on")]
    [InlineData("?zone=UTC&on=9999-12-31", "on")]
    public async Task H2_Wrong_zones_and_dates_are_refused(string query, string field)
    {
        var answer = await desk.Client(token: null).GetAsync($"/v1/policy/hours{query}");

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Text("field")));
    }

    /// <summary>The policy in force under another version's name.</summary>
    private async Task<JsonNode> DocumentAsync(string version)
    {
        var policy = (await desk.Client(token: null).GetAsync("/v1/policy")).Must(HttpStatusCode.OK);
        var document = JsonNode.Parse(policy.Body)!;
        document["version"] = version;
        return document;
    }
}
