using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Policy;

public sealed class PolicyDocumentTests
{
    [Fact]
    public void The_shipped_document_is_valid_and_reads_back_as_it_is_written()
    {
        var written = PolicyDocument.Write(Business.Policy);

        Assert.Equal(written, PolicyDocument.Write(PolicyDocument.Parse(written).Value!));
    }

    [Fact]
    public void A_changed_shipped_document_has_a_new_version()
    {
        // An installation that holds a version with other content does not start: change both lines together.
        const string version = "2026.2";
        const string content = "6DC88ACE560BBB25";

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(PolicyDocument.Write(Business.Policy)));

        Assert.Equal((version, content), (Business.Policy.Version, Convert.ToHexString(hash[..8])));
    }

    [Theory]
    [InlineData("00:00", 0)]
    [InlineData("08:59", (8 * 60) + 59)]
    public void H1_A_desk_may_work_until_midnight(string open, int minutes)
    {
        var document = JsonNode.Parse(PolicyDocument.Write(Business.Policy))!;
        document["calendar"]!["open"] = open;
        document["calendar"]!["close"] = "24:00";

        var calendar = PolicyDocument.Parse(document.ToJsonString()).Value!.Calendar;

        Assert.Equal((TimeSpan.FromMinutes(minutes), TimeSpan.FromDays(1)), (calendar.Open, calendar.Close));
        var written = JsonNode.Parse(PolicyDocument.Write(Business.Policy with { Calendar = calendar }))!["calendar"]!;
        Assert.Equal((open, "24:00"), ((string?)written["open"], (string?)written["close"]));
    }

    [Fact]
    public void A_kind_that_is_not_sold_is_written_as_null_and_may_be_left_out()
    {
        var document = JsonNode.Parse(PolicyDocument.Write(Business.Policy))!;
        var multiVendor = document["editions"]![2]!.AsObject();

        Assert.True(multiVendor.ContainsKey("storefront"));
        Assert.Null(multiVendor["storefront"]);

        multiVendor.Remove("storefront");
        Assert.Null(PolicyDocument.Parse(document.ToJsonString()).Value!.Editions[2].Storefront);
    }

    [Theory]
    [InlineData("version", "\"\"")]
    [InlineData("version", "\"2026 1\"")]
    [InlineData("version", "7")]
    [InlineData("editions", "[]")]
    [InlineData("editions", "{}")]
    [InlineData("editions[1].name", "\"CS-Cart\"", "editions")]
    [InlineData("editions[1].name", "null")]
    [InlineData("editions[1].name", "\" \"")]
    [InlineData("editions[0].first.credits", "0")]
    [InlineData("editions[0].first.credits", "50.5")]
    [InlineData("editions[0].first.credits", "\"50\"")]
    [InlineData("editions[0].first.credits", "99999999999999999999")]
    [InlineData("editions[0].first.periodDays", "30", "editions[0].first")]
    [InlineData("editions[0].first", "{}")]
    [InlineData("editions[2].first.periodDays", "0")]
    [InlineData("editions[4].first.careYears", "11")]
    [InlineData("editions[4].first.careyears", "1")]
    [InlineData("prices.question", "0")]
    [InlineData("prices.configuration", "-1")]
    [InlineData("prices.complexModificationFrom", "0")]
    [InlineData("prices.investigation", "1000001")]
    [InlineData("prices.upgrade", "20")]
    [InlineData("prices.upgrade.base", "0")]
    [InlineData("prices.upgrade.includedReleases", "-1")]
    [InlineData("prices.upgrade.perFurtherRelease", "-5")]
    [InlineData("prices.chat", "5")]
    [InlineData("care.answerWithinWorkingHours", "0")]
    [InlineData("care.minorModificationsPerMonth", "-1")]
    [InlineData("upgradeNeedsSubscription", "\"nobody\"")]
    [InlineData("upgradeNeedsSubscription", "0")]
    [InlineData("calendar.utcOffset", "\"+15:00\"")]
    [InlineData("calendar.utcOffset", "\"4\"")]
    [InlineData("calendar.open", "\"9am\"")]
    [InlineData("calendar.open", "9")]
    [InlineData("calendar.utcOffset", "4")]
    [InlineData("calendar.holidays[3]", "20260303")]
    [InlineData("calendar.close", "\"09:00\"")]
    [InlineData("calendar.close", "\"24:01\"")]
    [InlineData("calendar.close", "\"00:00\"")]
    [InlineData("calendar.open", "\"24:00\"", "calendar.close")]
    [InlineData("calendar.open", "\"-09:00\"")]
    [InlineData("calendar.days", "[]")]
    [InlineData("calendar.days[0]", "\"Montag\"")]
    [InlineData("calendar.days[0]", "\"Tue\"", "calendar.days")]
    [InlineData("calendar.holidays[3]", "\"2026-02-30\"")]
    [InlineData("calendar.holidays[3]", "\"2026-01-01\"", "calendar.holidays")]
    [InlineData("releases", "[]")]
    [InlineData("releases[1]", "\"4.3\"")]
    [InlineData("releases[1]", "\"4.3.1\"")]
    [InlineData("releases[1]", "\"4.2.9\"")]
    [InlineData("reopenDays", "-1")]
    [InlineData("closeSolvedAfterDays", "0")]
    [InlineData("lowBalance[0]", "0")]
    [InlineData("desks", "[]")]
    [InlineData("desks[0]", "\"Support Desk\"")]
    [InlineData("services[0].price", "0")]
    [InlineData("services[0].price", "49.999")]
    [InlineData("services[0].price", "1e400")]
    [InlineData("services[0].buyUrl", "5")]
    [InlineData("services[0].currency", "\"EUROS\"")]
    [InlineData("services[0].currency", "\"usd\"")]
    [InlineData("services[0].buyUrl", "\"/buy\"")]
    [InlineData("services[0].buyUrl", "\"javascript:alert(1)\"")]
    [InlineData("services[0].careYears", "1", "services[0]")]
    [InlineData("services[1].name", "\"25 support credits\"", "services")]
    [InlineData("helpLinks[0].url", "\"ftp://example.com\"")]
    [InlineData("helpLinks[0].title", "\"\"")]
    [InlineData("texts.upgradeTerms", "\"\"")]
    [InlineData("texts.otherServices", "\"\"")]
    [InlineData("texts.supportDoes", "[]")]
    [InlineData("texts.supportDoes[0]", "\"\"")]
    [InlineData("color", "\"red\"")]
    public void A_wrong_field_is_named_in_one_sentence(string field, string json, string? named = null)
    {
        var document = JsonNode.Parse(PolicyDocument.Write(Business.Policy))!;
        Put(document, field, JsonNode.Parse(json));

        AssertNames(named ?? field, PolicyDocument.Parse(document.ToJsonString()));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("editions[1].name")]
    [InlineData("prices.upgrade.base")]
    [InlineData("calendar.days")]
    [InlineData("lowBalance")]
    [InlineData("texts")]
    [InlineData("services[2].currency")]
    public void A_missing_field_is_named_in_one_sentence(string field)
    {
        var document = JsonNode.Parse(PolicyDocument.Write(Business.Policy))!;
        Remove(document, field);

        AssertNames(field, PolicyDocument.Parse(document.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":\"1\",\"version\":\"2\"}")]
    public void What_is_no_object_in_JSON_is_refused(string text)
    {
        var refusal = PolicyDocument.Parse(text).Refusal;

        Assert.Equal(RefusalCode.InvalidField, refusal?.Code);
        Assert.StartsWith("The policy document", refusal?.Detail, StringComparison.Ordinal);
    }

    private static void AssertNames(string field, Answer<SupportPolicy> answer)
    {
        Assert.Equal(RefusalCode.InvalidField, answer.Refusal?.Code);
        Assert.Equal(field, Assert.Single(answer.Refusal!.Facts).Text);
        Assert.StartsWith(field + " ", answer.Refusal.Detail, StringComparison.Ordinal);
        Assert.EndsWith(".", answer.Refusal.Detail, StringComparison.Ordinal);
    }

    private static void Put(JsonNode document, string field, JsonNode? value)
    {
        var (parent, last) = Parent(document, field);
        if (parent is JsonArray items)
        {
            items[int.Parse(last)] = value;
        }
        else
        {
            parent[last] = value;
        }
    }

    private static void Remove(JsonNode document, string field)
    {
        var (parent, last) = Parent(document, field);
        parent.AsObject().Remove(last);
    }

    private static (JsonNode Parent, string Last) Parent(JsonNode document, string field)
    {
        var steps = field
            .Replace("[", ".", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal)
            .Split('.');
        var parent = steps[..^1]
            .Aggregate(document, (node, step) => (node is JsonArray ? node[int.Parse(step)] : node[step])!);
        return (parent, steps[^1]);
    }
}
