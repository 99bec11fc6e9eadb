using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Policy;

public sealed class MergePatchTests
{
    /// <summary>The test cases of RFC 7396, appendix A.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_patch_changes_what_it_names(string target, string patch, string result) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(result), MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch)))
        );

    [Fact]
    public void A_patched_policy_is_read_as_a_whole()
    {
        var patched = Patch("""{"version":"try","prices":{"question":7},"lowBalance":[5,20]}""").Value!;

        Assert.Equal(
            ("try", 7, 10),
            (patched.Version, patched.Prices.Question.Value, patched.Prices.Configuration.Value)
        );
        Assert.Equal([5L, 20L], patched.LowBalance.Select(threshold => threshold.Value));
        Assert.Equal(PolicyDocument.Write(Business.Policy), PolicyDocument.Write(Patch("{}").Value!));
    }

    [Theory]
    [InlineData("""{"prices":{"question":0}}""", "prices.question")]
    [InlineData("""{"prices":{"question":null}}""", "prices.question")]
    [InlineData("""{"prices":null}""", "prices")]
    [InlineData("""{"prices":{"chat":5}}""", "prices.chat")]
    [InlineData("""{"prices":{"question":"5"}}""", "prices.question")]
    [InlineData("""{"calendar":{"close":"08:00"}}""", "calendar.close")]
    [InlineData("""{"lowBalance":10}""", "lowBalance")]
    [InlineData("""{"prices":{"question":6,"question":7}}""", "")]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    public void A_change_that_makes_no_valid_policy_is_refused_and_names_the_field(string patch, string field) =>
        Assert.Equal(field, Patch(patch).Refusal?.Facts.Single().Text);

    private static Answer<SupportPolicy> Patch(string patch)
    {
        using var document = JsonDocument.Parse(patch);
        return PolicyDocument.Patch(Business.Policy, document.RootElement);
    }
}
