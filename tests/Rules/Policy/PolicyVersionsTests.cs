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
    public void The_same_version_again_changes_nothing_even_when_another_is_in_force()
    {
        var versions = After(None, Version("1", PolicySource.File), Version("2", PolicySource.Admin));

        Assert.Same(versions, versions.Adopt(Version("1", PolicySource.Admin)).Value);
        Assert.Same(versions, versions.Begin(Version("1", PolicySource.File)).Value);
    }

    [Fact]
    public void A_known_version_with_other_content_is_refused()
    {
        var changed = Version("1", PolicySource.File) with
        {
            Policy = Business.Policy with { Version = "1", ReopenDays = 15 },
        };

        Assert.Equal(
            RefusalCode.PolicyVersionTaken,
            After(None, Version("1", PolicySource.File)).Begin(changed).Refusal?.Code
        );
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
        Assert.Same(read, read.Adopt(Version("2", PolicySource.Admin)).Value);
    }

    private static PolicyVersions After(PolicyVersions versions, params PolicyVersion[] adopted) =>
        adopted.Aggregate(versions, (known, version) => known.Adopt(version).Value!);

    private static PolicyVersion Version(string name, PolicySource source) =>
        new(Business.Policy with { Version = name }, source, Business.At("2026-03-02 09:00"), "desk");
}
