using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Credits;

/// <summary>What a revocation does to credits, coverage and tickets (Policy A8).</summary>
public sealed class RevocationTests
{
    private static readonly Actor Admin = new("adm", "Ada", Role.Admin);
    private static readonly CustomerId Owner = new("cus-1");

    [Fact]
    public void A8_Unspent_credits_are_voided_and_spent_ones_stay_spent()
    {
        var desk = new PureDesk(50);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Purchase(7);

        desk.Revoke();

        Assert.Equal((7, 20), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
        var entry = desk.Ledger[^1];
        Assert.Equal(
            (EntryKind.Void, -30, "LIC-1"),
            (entry.Kind, entry.Amount.Value, Assert.Single(entry.Lots).Reference)
        );
    }

    [Fact]
    public void A8_Where_all_was_spent_there_is_no_entry()
    {
        var desk = new PureDesk(20);
        desk.Assess(desk.Open(ceiling: 20), Category.Investigation);

        desk.Revoke();

        Assert.Equal((0, EntryKind.Charge), (desk.Account.Balance.Value, desk.Ledger[^1].Kind));
    }

    [Fact]
    public void A8_A_later_refund_to_the_licenses_lot_is_voided_and_pays_for_nothing()
    {
        var desk = new PureDesk(20);
        desk.Purchase(5);
        var ticket = desk.Open(ceiling: 25);
        desk.Assess(ticket, Category.ComplexModification, 25);
        desk.Revoke();
        var waiting = desk.Open(ceiling: 10);
        desk.Assess(waiting, Category.Configuration);

        desk.Assess(ticket, Category.SecurityBug);

        Assert.Equal(
            [(EntryKind.Refund, 25L, 25L), (EntryKind.Void, -20, 5)],
            desk.Ledger.TakeLast(2).Select(entry => (entry.Kind, entry.Amount.Value, entry.BalanceAfter.Value))
        );
        Assert.Equal((0, TicketStatus.AwaitingCredits), (desk[ticket].Charged.Value, desk[waiting].Status));
    }

    [Fact]
    public void A8_A_refund_of_which_a_part_is_voided_pays_with_the_rest()
    {
        var desk = new PureDesk(20);
        desk.Purchase(5);
        var ticket = desk.Open(ceiling: 25);
        desk.Assess(ticket, Category.ComplexModification, 25);
        desk.Revoke();
        var waiting = desk.Open();
        desk.Assess(waiting, Category.Question);

        desk.Assess(ticket, Category.SecurityBug);

        Assert.Equal((0, 5), (desk.Account.Balance.Value, desk[waiting].Charged.Value));
    }

    [Theory]
    [InlineData("2026-03-10 11:59:59.999", CoverageBasis.SupportPeriod)]
    [InlineData("2026-03-10 12:00", CoverageBasis.Credits)]
    public void A8_F2_What_is_split_off_counts_for_its_messages_time(string asked, CoverageBasis basis)
    {
        var revoked = Bought("Multi-Vendor", "2026-03-01 10:00", revokedAt: "2026-03-10 12:00");

        Assert.Equal(basis, CoverageRules.Decide(revoked, At(asked), Category.Question).Basis);
        Assert.Equal(At("2026-03-10 12:00"), revoked.End);
    }

    [Fact]
    public void A8_Revoking_again_changes_nothing_and_the_license_goes_on_counting()
    {
        var customer = Revoked(out var revocation);

        var again = CustomerRules.Revoke(customer, Owner, Of(Admin), revocation, At("2026-03-11 10:00"));
        var first = Issued(LicenseRules.Revoke(Issued(), Admin, revocation, At("2026-03-10 10:00")));
        var license = LicenseRules.Revoke(first, Admin, revocation, At("2026-03-11 10:00"));

        Assert.Empty(again.Value!.Events);
        Assert.Empty(license.Value!.Events);
        Assert.Equal(At("2026-03-10 10:00"), first.Coverage.RevokedAt);
        Assert.Equal(
            LicenseKind.Additional,
            KindRules.Decide(Business.Policy, customer.Licenses, Number("A-2"), "CS-Cart", null).Value?.Kind
        );
        Assert.Equal(
            RefusalCode.LicenseRevoked,
            KindRules.Decide(Business.Policy, customer.Licenses, Number("A-3"), "CS-Cart", Number("A-1")).Refusal?.Code
        );
    }

    [Theory]
    [InlineData(Role.Lead, "A-1", "reason", RefusalCode.Forbidden)]
    [InlineData(Role.Admin, "A-9", "reason", RefusalCode.NotFound)]
    [InlineData(Role.System, "A-1", " ", RefusalCode.InvalidField)]
    public void A8_What_can_not_be_revoked_is_refused(Role role, string number, string reason, RefusalCode code)
    {
        var refused = CustomerRules.Revoke(
            Registered(),
            Owner,
            Of(new Actor("usr", "Uma", role)),
            new(Number(number), reason),
            At("2026-03-10 10:00")
        );

        Assert.Equal(code, refused.Refusal?.Code);
    }

    private static Customer Registered() =>
        new() { Name = "Olga", Licenses = [new(Number("A-1"), "CS-Cart", LicenseKind.First)] };

    private static Customer Revoked(out RevokeLicense revocation)
    {
        revocation = new(Number("A-1"), "Paid back");
        return CustomerRules
            .Revoke(Registered(), Owner, Of(Admin), revocation, At("2026-03-10 10:00"))
            .Value!.Events.Aggregate(Registered(), Customer.Apply);
    }

    private static License Issued() =>
        new()
        {
            Issue = new(
                Owner,
                new(Number("A-1"), "CS-Cart", At("2026-03-01 10:00"), null, null, default),
                LicenseKind.First,
                new(50),
                new([])
            ),
        };

    private static License Issued(Answer<Decision<LicenseEvent>> then) =>
        then.Value!.Events.Aggregate(Issued(), License.Apply);

    private static Origin Of(Actor actor) => new(actor, "command", "");
}
