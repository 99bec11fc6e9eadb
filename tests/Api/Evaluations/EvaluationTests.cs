using System.Net;
using System.Text.Json;
using Xunit;

namespace Tallydesk.Tests.Evaluations;

[Collection(DeskTests.Name)]
public sealed class EvaluationTests(DeskHost desk)
{
    private const string Path = "/v1/policy/evaluations";

    private const string Covered = """
        { "edition": "Multi-Vendor", "kind": "first",
          "purchasedAt": "2026-03-01T15:00:00+04:00", "purchasedOn": null,
          "revokedAt": null, "upgradeSubscription": "none",
          "askedAt": "2026-04-15T14:59:59.999+04:00",
          "category": "configuration", "minorModification": false, "vipQuotaUsed": 0, "credits": null,
          "upgrade": null, "preAgreedUpTo": null, "acknowledged": false, "acceptedAt": null, "balance": 0 }
        """;

    private const string Charged = """
        { "edition": "CS-Cart", "kind": "first", "purchasedAt": "2026-03-01T15:00:00+04:00",
          "askedAt": "2026-03-10T10:00:00Z", "category": "question", "balance": 5 }
        """;

    [Fact]
    public async Task A_case_is_answered_whole_and_nothing_is_touched()
    {
        var world = await World.CreateAsync(desk);
        var before = await world.SnapshotAsync();

        var answer = await world.Lead.PostAsync(Path, $$"""{ "policy": null, "cases": [{{Covered}}] }""");

        var version = (await world.Lead.GetAsync("/v1/policy")).Text("version");
        Assert.Equal(version, answer.Must(HttpStatusCode.OK).Text("policyVersion"));
        Assert.Equal(
            """
            {"coverage":"supportPeriod","coveredUntil":"2026-04-15T15:00:00+04:00","price":0,"consentNeeded":false,
            "acknowledgementNeeded":false,"outcome":"charged","missing":0,"deadline":null,
            "granted":{"credits":0,"periodDays":45,"careYears":0},"rules":["A1","B3","B5"],"refusal":null,
            "explanation":"Free: covered by your support period until 15 Apr 2026, 11:00 UTC."}
            """.Replace("\n", "", StringComparison.Ordinal),
            answer.Json.GetProperty("results")[0].GetRawText()
        );
        Assert.Equal(before, await world.SnapshotAsync());
    }

    [Fact]
    public async Task Results_stand_in_the_order_of_the_cases_under_a_changed_policy()
    {
        var world = await World.CreateAsync(desk);
        var care = Charged.Replace("\"CS-Cart\"", "\"Multi-Vendor Ultimate\"", StringComparison.Ordinal);

        var answer = await world.Lead.PostAsync(
            Path,
            $$"""{ "policy": { "version": "try", "prices": { "question": 7 } }, "cases": [{{Charged}}, {{care}}, {{Covered}}] }"""
        );

        Assert.Equal("try", answer.Must(HttpStatusCode.OK).Text("policyVersion"));
        var results = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["awaitingCredits", "charged", "charged"], results.Select(result => Text(result, "outcome")));
        Assert.Equal(
            (7, 2),
            (results[0].GetProperty("price").GetInt64(), results[0].GetProperty("missing").GetInt64())
        );
        Assert.Equal("2026-03-11T17:00:00+04:00", Text(results[1], "deadline"));
        Assert.NotEqual("try", (await world.Lead.GetAsync("/v1/policy")).Text("version"));
    }

    [Theory]
    [InlineData("\"edition\": \"CS-Cart\"", "\"edition\": \"Nova\"", "unknown_edition", "edition")]
    [InlineData("\"edition\": \"CS-Cart\"", "\"edition\": null", "invalid_field", "edition")]
    [InlineData("\"kind\": \"first\"", "\"kind\": \"second\"", "invalid_field", "kind")]
    [InlineData(
        "\"CS-Cart\", \"kind\": \"first\"",
        "\"Multi-Vendor\", \"kind\": \"storefront\"",
        "kind_not_sold",
        "kind"
    )]
    [InlineData("\"category\": \"question\"", "\"category\": \"joke\"", "invalid_field", "category")]
    [InlineData("\"category\": \"question\"", "\"category\": 1", "invalid_field", "category")]
    [InlineData("\"category\": \"question\"", "\"category\": \"complexModification\"", "price_required", "credits")]
    [InlineData("\"category\": \"question\"", "\"category\": \"upgrade\"", "upgrade_path_required", "upgrade")]
    [InlineData(
        "\"category\": \"question\"",
        "\"category\": \"upgrade\", \"upgrade\": {\"from\":\"4.3.1\"}",
        "invalid_field",
        "upgrade.to"
    )]
    [InlineData(
        "\"category\": \"question\"",
        "\"category\": \"upgrade\", \"upgrade\": {\"from\":\"4.3.1\",\"to\":\"5\"}",
        "unknown_release",
        "upgrade.to"
    )]
    [InlineData("\"purchasedAt\": \"2026-03-01T15:00:00+04:00\",", "", "invalid_field", "purchasedAt")]
    [InlineData("\"kind\"", "\"purchasedOn\": \"2026-03-01\", \"kind\"", "invalid_field", "purchasedAt")]
    [InlineData("2026-03-01T15:00:00+04:00", "2026-03-01T15:00:00", "invalid_field", "purchasedAt")]
    [InlineData("2026-03-10T10:00:00Z", "2026-02-30T10:00:00Z", "invalid_field", "askedAt")]
    [InlineData("2026-03-10T10:00:00Z", "9999-12-31T23:59:59Z", "invalid_field", "askedAt")]
    [InlineData("\"balance\": 5", "\"balance\": -1", "invalid_field", "balance")]
    [InlineData("\"balance\": 5", "\"balance\": 1.5", "invalid_field", "balance")]
    [InlineData("\"balance\": 5", "\"balance\": 5, \"balance\": 6", "invalid_field", "balance")]
    [InlineData("\"balance\": 5", "\"vipQuotaUsed\": -1", "invalid_field", "vipQuotaUsed")]
    [InlineData("\"balance\": 5", "\"preAgreedUpTo\": -1", "invalid_field", "preAgreedUpTo")]
    [InlineData("\"balance\": 5", "\"upgradeSubscription\": \"maybe\"", "invalid_field", "upgradeSubscription")]
    [InlineData("\"balance\": 5", "\"color\": \"red\"", "invalid_field", "color")]
    public async Task What_is_wrong_with_a_case_is_its_own_answer(string part, string wrong, string code, string field)
    {
        var changed = Charged.Replace(part, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Charged, changed);

        var answer = await desk.Admin.PostAsync(Path, $$"""{ "cases": [{{Covered}}, {{changed}}, {{Charged}}] }""");

        var results = answer.Must(HttpStatusCode.OK).Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["charged", "refused", "charged"], results.Select(result => Text(result, "outcome")));
        var refusal = results[1].GetProperty("refusal");
        Assert.Equal((code, field), (Text(refusal, "code"), Text(refusal, "field")));
        Assert.EndsWith(".", Text(refusal, "detail"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, results[1].GetProperty("price").ValueKind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"case\"")]
    public async Task What_is_no_case_is_refused_for_itself(string sent)
    {
        var answer = await desk.Admin.PostAsync(Path, $$"""{ "cases": [{{Charged}}, {{sent}}] }""");

        var refusal = answer.Must(HttpStatusCode.OK).Json.GetProperty("results")[1].GetProperty("refusal");
        Assert.Equal(("invalid_field", "cases[1]"), (Text(refusal, "code"), Text(refusal, "field")));
    }

    [Theory]
    [InlineData("""{ "cases": {} }""", "invalid_field", "cases")]
    [InlineData("""{ "cases": null }""", "invalid_field", "cases")]
    [InlineData("{}", "invalid_field", "cases")]
    [InlineData("""{ "cases": [], "case": 1 }""", "invalid_field", "case")]
    [InlineData("""{ "cases": [], "cases": [] }""", "invalid_field", "cases")]
    [InlineData(
        """{ "policy": { "prices": { "question": 0 } }, "cases": [] }""",
        "invalid_field",
        "policy.prices.question"
    )]
    [InlineData("""{ "policy": { "price": 1 }, "cases": [] }""", "invalid_field", "policy.price")]
    [InlineData("""{ "policy": 7, "cases": [] }""", "invalid_field", "policy")]
    [InlineData("""{ "cases": [""", "malformed_json", null)]
    [InlineData("[]", "malformed_json", null)]
    [InlineData("", "malformed_json", null)]
    public async Task A_request_that_is_no_list_of_cases_or_changes_the_policy_wrongly_is_refused(
        string body,
        string code,
        string? field
    )
    {
        var answer = await desk.Admin.PostAsync(Path, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Equal(field, field is null ? null : answer.Text("field"));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1_000, HttpStatusCode.OK)]
    [InlineData(1_001, HttpStatusCode.BadRequest)]
    public async Task At_most_a_thousand_cases_are_evaluated_at_once(int count, HttpStatusCode status)
    {
        var cases = string.Join(",", Enumerable.Repeat(Covered, count));

        var answer = await desk.Admin.PostAsync(Path, $$"""{ "cases": [{{cases}}] }""");

        if (answer.Must(status).Status == HttpStatusCode.OK)
        {
            Assert.Equal(count, answer.Json.GetProperty("results").GetArrayLength());
        }
    }

    [Fact]
    public async Task Only_leads_and_admins_evaluate()
    {
        var world = await World.CreateAsync(desk);
        foreach (var client in new[] { world.Customer, world.Engineer, world.System })
        {
            Assert.Equal("forbidden", (await client.PostAsync(Path, """{ "cases": [] }""")).Code);
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
