using CsCheck;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

/// <summary>Free minor modifications: months of care and what each of them holds (Policy E3, I6).</summary>
public sealed class ModificationQuotaTests
{
    private static readonly Actor Engineer = new("eng", "Erin", Role.Engineer);
    private static readonly CareTerms Terms = Business.Policy.Care;

    [Theory]
    [InlineData("2026-01-31 10:00", "2026-01-31 10:00", "2026-01-31 10:00", "2026-02-28 10:00")]
    [InlineData("2026-01-31 10:00", "2026-02-28 09:59:59", "2026-01-31 10:00", "2026-02-28 10:00")]
    [InlineData("2026-01-31 10:00", "2026-02-28 10:00", "2026-02-28 10:00", "2026-03-31 10:00")]
    [InlineData("2026-01-31 10:00", "2026-04-01 00:00", "2026-03-31 10:00", "2026-04-30 10:00")]
    [InlineData("2026-01-31 10:00", "2027-01-30 00:00", "2026-12-31 10:00", "2027-01-31 10:00")]
    [InlineData("2028-01-31 10:00", "2028-02-29 10:00", "2028-02-29 10:00", "2028-03-31 10:00")]
    [InlineData("2028-02-29 10:00", "2028-03-29 10:00", "2028-03-29 10:00", "2028-04-29 10:00")]
    [InlineData("2028-02-29 10:00", "2029-02-28 09:59", "2029-01-29 10:00", "2029-02-28 10:00")]
    public void E3_A_month_is_anchored_on_the_day_the_care_began(string bought, string at, string start, string end)
    {
        var care = CareRun.Of(Bought("Multi-Vendor Ultimate", bought))[0];

        Assert.Equal(new CareMonth(At(start), At(end)), CareMonth.Of(care, At(at)));
    }

    [Fact]
    public void A9_E3_Care_that_was_renewed_keeps_the_day_of_its_months()
    {
        CareRun care = new(At("2026-03-15 00:00"), At("2028-03-16 00:00"));

        Assert.Equal(
            new CareMonth(At("2027-04-15 00:00"), At("2027-05-15 00:00")),
            CareMonth.Of(care, At("2027-04-15 00:00"))
        );
    }

    [Fact]
    public void B3_E3_The_anniversary_day_belongs_to_the_twelfth_month()
    {
        CareRun care = new(At("2026-03-01 00:00"), At("2027-03-02 00:00"));

        Assert.Equal(
            new CareMonth(At("2027-02-01 00:00"), At("2027-03-02 00:00")),
            CareMonth.Of(care, At("2027-03-01 23:59"))
        );
    }

    [Fact]
    public void E3_Seven_are_free_the_eighth_is_not_and_what_is_left_does_not_roll_over()
    {
        var license = Issued();
        for (var taken = 0; taken < 7; taken++)
        {
            license = Do(license, Take(license, "2026-03-10 10:00"));
        }

        Assert.Equal(RefusalCode.PriceRequired, Take(license, "2026-03-31 14:59").Refusal?.Code);
        license = Do(license, Take(license, "2026-04-01 15:00"));
        var april = ModificationQuotaRules.QuotaAt(
            license.Coverage,
            license.Modifications,
            Terms,
            At("2026-04-02 10:00")
        );
        Assert.Equal(new(At("2026-04-01 15:00"), At("2026-05-01 15:00"), 7, 1), april);
    }

    [Fact]
    public void E3_One_that_is_given_back_belongs_to_the_month_it_was_taken_from()
    {
        var license = Issued();
        for (var taken = 0; taken < 7; taken++)
        {
            license = Do(license, Take(license, "2026-03-10 10:00"));
        }

        license = Do(license, Take(license, "2026-04-10 10:00"));
        ReturnModification first = new(license.Modifications[0].Operation);
        license = Do(license, ModificationQuotaRules.Return(license, Engineer, first));

        Assert.Equal((6, 1), (Used(license, "2026-03-20 10:00"), Used(license, "2026-04-20 10:00")));
        Assert.Empty(ModificationQuotaRules.Return(license, Engineer, first).Value!.Events);
        Assert.True(Take(license, "2026-03-31 14:59").Ok);
    }

    [Theory]
    [InlineData("2026-02-28 10:00")]
    [InlineData("2027-03-01 15:00")]
    public void E3_Without_care_at_the_acceptance_none_is_free(string at)
    {
        Assert.Equal(RefusalCode.PriceRequired, Take(Issued(), at).Refusal?.Code);
        Assert.Null(ModificationQuotaRules.QuotaAt(Issued().Coverage, [], Terms, At(at)));
    }

    [Fact]
    public void A8_E3_After_a_revocation_none_is_free()
    {
        var license = Issued();
        license = license with { Coverage = license.Coverage with { RevokedAt = At("2026-03-05 10:00") } };

        Assert.False(Take(license, "2026-03-05 10:00").Ok);
    }

    [Fact]
    public void E3_I6_No_month_ever_holds_more_than_seven() =>
        Gen.Select(Gen.Int[0, 400], Gen.Bool)
            .Array[1, 80]
            .Sample(
                steps =>
                {
                    var license = Issued();
                    foreach (var (day, isReturn) in steps)
                    {
                        var decided =
                            isReturn && !license.Modifications.IsEmpty
                                ? ModificationQuotaRules.Return(
                                    license,
                                    Engineer,
                                    new(license.Modifications[day % license.Modifications.Length].Operation)
                                )
                                : Take(license, At("2026-02-25 10:00").AddDays(day / 4));
                        license = decided.Ok ? Do(license, decided) : license;
                    }

                    var care = CareRun.Of(license.Coverage)[0];
                    return license
                        .Modifications.GroupBy(taken => CareMonth.Of(care, taken.AcceptedAt))
                        .All(month => month.Count() <= 7);
                },
                iter: 2_000
            );

    private static int operations;

    private static Answer<Journal.Decision<LicenseEvent>> Take(License license, string at) => Take(license, At(at));

    private static Answer<Journal.Decision<LicenseEvent>> Take(License license, DateTimeOffset at) =>
        ModificationQuotaRules.Take(
            license,
            new(Engineer, new($"operation-{Interlocked.Increment(ref operations)}")),
            new(1),
            Terms,
            at
        );

    private static License Do(License license, Answer<Journal.Decision<LicenseEvent>> decided) =>
        decided.Value!.Events.Aggregate(license, License.Apply);

    private static int? Used(License license, string at) =>
        ModificationQuotaRules.QuotaAt(license.Coverage, license.Modifications, Terms, At(at))?.Used;

    private static License Issued()
    {
        var coverage = Bought("Multi-Vendor Ultimate", "2026-03-01 15:00");
        var bought = new RegisterLicense(
            Number("A-1"),
            "Multi-Vendor Ultimate",
            At("2026-03-01 15:00"),
            null,
            null,
            default
        );
        return new()
        {
            Issue = new(new CustomerId("cus-1"), bought, LicenseKind.First, new(0), coverage),
            Coverage = coverage,
        };
    }
}
