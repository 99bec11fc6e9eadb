using Tallydesk.Licensing;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

public sealed class CareRunTests
{
    [Fact]
    public void A9_Care_that_follows_without_a_gap_is_one_run()
    {
        LicenseCoverage license = new([Year("2026-03-01"), Year("2027-03-01"), Year("2029-03-01")]);

        Assert.Equal(
            [
                new(At("2026-03-01 00:00"), At("2028-03-01 00:00")),
                new CareRun(At("2029-03-01 00:00"), At("2030-03-01 00:00")),
            ],
            CareRun.Of(license).AsEnumerable()
        );
    }

    [Fact]
    public void A8_A_revocation_ends_care_and_what_was_bought_to_follow()
    {
        LicenseCoverage license = new([Year("2026-03-01"), Year("2027-03-01")], default, At("2026-06-01 12:00"));

        Assert.Equal([new CareRun(At("2026-03-01 00:00"), At("2026-06-01 12:00"))], CareRun.Of(license).AsEnumerable());
    }

    [Fact]
    public void A_support_period_is_no_care() => Assert.Empty(CareRun.Of(Bought("Multi-Vendor", "2026-03-01 10:00")));

    private static CoverageInterval Year(string start) =>
        new(CoverageBasis.Vip, At(start + " 00:00"), At(start + " 00:00").AddYears(1));
}
