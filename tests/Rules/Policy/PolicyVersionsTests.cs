using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Policy;

public sealed class PolicyVersionsTests
{
    private static readonly PolicyVersions None = new();

    [Fact]
    public void A_new_version_comes_into_force_and_the_old_one_can_be_read_back()
    {
        var versions = After(None, Version("1", PolicySource.Shipped), Version("2", PolicySource.Admin));

        Assert.Equal("2", versions.InForce?.Policy.Version);
        Assert.Equal("1", versions.Find("1")?.Policy.Version);
        Assert.Null(versions.Find("3"));
    }

    [Fact]
    public void The_version_in_force_again_changes_nothing()
    {
        var versions = After(None, Version("1", PolicySource.File), Version("2", PolicySource.Admin));

        Assert.Same(versions, versions.Adopt(Version("2", PolicySource.Admin), new("again")).Value);
    }

    [Fact]
    public void An_earlier_version_comes_back_by_a_command_and_not_by_a_start()
    {
        var versions = After(None, Version("1", PolicySource.File), Version("2", PolicySource.Admin));

        var back = versions.Adopt(Version("1", PolicySource.Admin), new("back")).Value!;

        Assert.Equal(["1", "2", "1"], back.All.Select(version => version.Policy.Version));
        Assert.Same(versions, versions.Begin(Version("1", PolicySource.File)).Value);
    }

    [Fact]
    public void D10_A_repeated_command_never_brings_its_version_back_and_its_key_takes_no_other_content()
    {
        var versions = None.Adopt(Version("1", PolicySource.Admin), new("first")).Value!;
        versions = versions.Adopt(Version("2", PolicySource.Admin), new("second")).Value!;

        Assert.Same(versions, versions.Adopt(Version("1", PolicySource.Admin), new("first")).Value);
        Assert.Equal("1", versions.BroughtBy(new("first"))?.Policy.Version);
        Assert.Equal(
            RefusalCode.IdempotencyKeyReused,
            versions.Adopt(Version("3", PolicySource.Admin), new("first")).Refusal?.Code
        );
    }

    [Theory]
    [InlineData("49", "49.00")]
    [InlineData("49", "4.9e1")]
    [InlineData("49.5", "49.50")]
    public void A_document_that_writes_a_number_otherwise_is_the_same_version(string price, string otherwise)
    {
        var versions = After(None, Of(Priced(price)));

        Assert.Same(versions, versions.Adopt(Of(Priced(otherwise)), new("again")).Value);
        Assert.Same(versions, versions.Adopt(Of(Stored(price)), new("again")).Value);
        Assert.Same(versions, versions.Begin(Of(Stored(otherwise))).Value);
        Assert.Equal(RefusalCode.PolicyVersionTaken, versions.Adopt(Of(Priced("48.99")), new("other")).Refusal?.Code);

        static PolicyVersion Of(SupportPolicy policy) => new(policy, PolicySource.File, default, "desk");

        static SupportPolicy Stored(string price) =>
            Business.Policy with
            {
                Services =
                [
                    Business.Policy.Services[0] with
                    {
                        Price = decimal.Parse(
                            price,
                            System.Globalization.NumberStyles.Float,
                            System.Globalization.CultureInfo.InvariantCulture
                        ),
                    },
                ],
            };

        static SupportPolicy Priced(string price)
        {
            var written = PolicyDocument.Write(Stored("47.47"));
            Assert.Contains("47.47", written, StringComparison.Ordinal);
            return PolicyDocument.Parse(written.Replace("47.47", price, StringComparison.Ordinal)).Value!;
        }
    }

    [Fact]
    public void A_document_in_another_order_with_other_spacing_and_escapes_is_the_same_version()
    {
        var written = PolicyDocument.Write(Business.Policy);
        var members = System.Text.Json.Nodes.JsonNode.Parse(written)!.AsObject().Reverse();
        var other = new System.Text.Json.Nodes.JsonObject(
            members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        other["reopenDays"] = System.Text.Json.Nodes.JsonNode.Parse("1.40e1");
        var escaped = System
            .Text.Json.JsonSerializer.Serialize(other)
            .Replace("a", "\\u0061", StringComparison.Ordinal);
        escaped = escaped.Replace("f\\u0061lse", "false", StringComparison.Ordinal);

        Assert.True(PolicyDocument.AreEqual(Business.Policy, PolicyDocument.Parse(escaped).Value!));
    }

    [Fact]
    public void A_known_version_with_other_content_is_refused()
    {
        var changed = Version("1", PolicySource.File) with
        {
            Policy = Business.Policy with { Version = "1", ReopenDays = 15 },
        };

        var versions = After(None, Version("1", PolicySource.File));
        Assert.Equal(RefusalCode.PolicyVersionTaken, versions.Begin(changed).Refusal?.Code);
        Assert.Equal(RefusalCode.PolicyVersionTaken, versions.Adopt(changed, new("changed")).Refusal?.Code);
    }

    [Theory]
    [InlineData(PolicySource.Shipped, PolicySource.Shipped, "2")]
    [InlineData(PolicySource.Shipped, PolicySource.File, "2")]
    [InlineData(PolicySource.File, PolicySource.File, "2")]
    [InlineData(PolicySource.Admin, PolicySource.File, "2")]
    [InlineData(PolicySource.File, PolicySource.Shipped, "1")]
    [InlineData(PolicySource.Admin, PolicySource.Shipped, "1")]
    public void At_start_a_shipped_policy_never_displaces_one_that_people_set_up(
        PolicySource inForce,
        PolicySource brought,
        string expected
    ) =>
        Assert.Equal(
            expected,
            After(None, Version("1", inForce)).Begin(Version("2", brought)).Value?.InForce?.Policy.Version
        );

    [Fact]
    public void The_versions_are_stored_as_they_are()
    {
        var versions = After(None, Version("1", PolicySource.Shipped), Version("2", PolicySource.Admin));

        var read = StateJson.Read<PolicyVersions>(StateJson.Write(versions));

        Assert.Equal(StateJson.Write(versions), StateJson.Write(read));
        Assert.Same(read, read.Adopt(Version("2", PolicySource.Admin), new("command 2")).Value);
    }

    private static PolicyVersions After(PolicyVersions versions, params PolicyVersion[] adopted) =>
        adopted.Aggregate(
            versions,
            (known, version) => known.Adopt(version, new($"command {version.Policy.Version}")).Value!
        );

    private static PolicyVersion Version(string name, PolicySource source) =>
        new(Business.Policy with { Version = name }, source, Business.At("2026-03-02 09:00"), "desk");
}
