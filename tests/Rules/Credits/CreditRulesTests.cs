using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>Worked examples of the account's rules.</summary>
public sealed class CreditRulesTests
{
    private static readonly LicenseNumber License = new("LIC-1");
    private static readonly Actor Shop = new("shop", "Shop", Role.System);
    private static readonly Actor Lead = new("lead", "Lead", Role.Lead);
    private static readonly Actor Engineer = new("eng", "Engineer", Role.Engineer);

    [Fact]
    public void D5_A_charge_is_deducted_in_one_step()
    {
        var account = Granted(30);
        var decided = CreditRules.Charge(account, new("k"), Charge(20));
        var entry = Assert.IsType<CreditEntry>(Assert.Single(decided.Value!.Events));
        Assert.Equal((-20, 10), (entry.Amount.Value, entry.BalanceAfter.Value));
    }

    [Fact]
    public void D5_Too_little_lets_the_charge_wait_and_takes_nothing()
    {
        var account = Do(Granted(5), CreditRules.Charge(Granted(5), new("k"), Charge(20)));
        Assert.Equal(5, account.Balance.Value);
        Assert.Equal("k", Assert.Single(account.Waiting).Operation);
    }

    [Fact]
    public void D5_A_50_that_waits_is_not_overtaken_by_a_5()
    {
        var account = Granted(10);
        account = Do(account, CreditRules.Charge(account, new("fifty"), Charge(50)));
        account = Do(account, CreditRules.Charge(account, new("five"), Charge(5)));
        Assert.Equal(10, account.Balance.Value);
        Assert.Equal(["fifty", "five"], account.Waiting.Select(charge => charge.Operation));
        account = Do(account, CreditRules.Purchase(account, Shop, new("order", new(45))));
        Assert.Equal(0, account.Balance.Value);
        Assert.Empty(account.Waiting);
    }

    [Theory]
    [InlineData(30, "second", "first")]
    [InlineData(20, "first", "second")]
    [InlineData(10, "first", "second")]
    public void D5_A_reassessment_keeps_the_place_in_line_unless_the_price_rises(long price, string next, string last)
    {
        var account = Granted(1);
        account = Do(account, CreditRules.Charge(account, new("old"), Charge(20)));
        account = Do(account, CreditRules.Charge(account, new("second"), Charge(20)));
        account = Do(account, CreditRules.Charge(account, new("first"), Charge(price) with { Replaces = "old" }));
        Assert.Equal([next, last], account.Waiting.Select(charge => charge.Operation));
    }

    [Fact]
    public void D5_The_line_moves_on_when_its_head_withdraws()
    {
        var account = Granted(10);
        account = Do(account, CreditRules.Charge(account, new("fifty"), Charge(50)));
        account = Do(account, CreditRules.Charge(account, new("ten"), Charge(10)));
        account = Do(account, CreditRules.Withdraw(account, new("fifty")));
        Assert.Equal(0, account.Balance.Value);
        Assert.Empty(account.Waiting);
    }

    [Fact]
    public void D11_Granted_credits_are_spent_before_bought_ones()
    {
        var account = Do(new(), CreditRules.Purchase(new(), Shop, new("order", new(10))));
        account = Do(account, CreditRules.Grant(account, new(Shop, new("g")), new(License, new(10))));
        account = Do(account, CreditRules.Charge(account, new("k"), Charge(15)));
        var left = Assert.Single(account.Lots);
        Assert.Equal((LotSource.Purchase, 5), (left.Source, left.Remaining.Value));
    }

    [Fact]
    public void D9_A_refund_goes_back_to_the_lots_it_came_from_last_spent_first()
    {
        var account = Do(new(), CreditRules.Grant(new(), new(Shop, new("g")), new(License, new(10))));
        account = Do(account, CreditRules.Purchase(account, Shop, new("order", new(10))));
        var charge = (CreditEntry)CreditRules.Charge(account, new("k"), Charge(15)).Value!.Events[0];
        account = CreditAccount.Apply(account, charge);
        account = Do(
            account,
            CreditRules.Refund(account, new("r"), new(1, 2, CreditLots.LastSpent(charge.Lots, new(7))), charge.Lots)
        );
        Assert.Equal(
            [(LotSource.License, 2L), (LotSource.Purchase, 10L)],
            account.Lots.Select(lot => (lot.Source, lot.Remaining.Value))
        );
    }

    [Theory]
    [InlineData(1, LotSource.License, "LIC-1", 6)]
    [InlineData(2, LotSource.License, "LIC-1", 1)]
    [InlineData(1, LotSource.Purchase, "LIC-1", 1)]
    [InlineData(1, LotSource.License, "LIC-2", 1)]
    public void D9_A_refund_gives_back_only_what_its_ticket_spent(long lot, LotSource source, string name, long credits)
    {
        var spent = CreditLots.Spent([
            (new(-9), [new(1, LotSource.License, "LIC-1", new(9))]),
            (new(4), [new(1, LotSource.License, "LIC-1", new(4))]),
        ]);
        var refused = CreditRules.Refund(
            Granted(50),
            new("r"),
            new(1, 2, [new(lot, source, name, new(credits))]),
            spent
        );
        Assert.Equal((RefusalCode.InvalidField, "lots"), (refused.Refusal!.Code, refused.Refusal.Facts[0].Text));
    }

    [Fact]
    public void D13_Only_a_lead_adjusts()
    {
        var refused = CreditRules.Adjust(Granted(10), new(Engineer, new("k")), new(new(5), "goodwill"));
        Assert.Equal(RefusalCode.Forbidden, refused.Refusal!.Code);
    }

    [Fact]
    public void D13_An_adjustment_never_goes_below_zero_and_says_what_is_missing()
    {
        var refused = CreditRules.Adjust(Granted(10), new(Lead, new("k")), new(new(-15), "correction"));
        Assert.Equal(RefusalCode.InsufficientCredits, refused.Refusal!.Code);
        Assert.Equal(
            [("required", 15L), ("available", 10L), ("missing", 5L)],
            refused.Refusal.Facts.Select(fact => (fact.Name, fact.Number!.Value))
        );
    }

    [Fact]
    public void D13_An_adjustment_up_is_a_granted_lot_of_its_own()
    {
        var account = Do(new(), CreditRules.Adjust(new(), new(Lead, new("k")), new(new(15), "goodwill")));
        Assert.Equal(LotSource.Adjustment, Assert.Single(account.Lots).Source);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_001)]
    public void A5_A_purchase_brings_whole_credits_in_range(long credits)
    {
        var refused = CreditRules.Purchase(new(), Shop, new("order", new(credits)));
        Assert.Equal(RefusalCode.InvalidField, refused.Refusal!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" ORD-7")]
    [InlineData("ORD-7 ")]
    [InlineData("ORD 7")]
    [InlineData("ORD-7\n")]
    [InlineData("ORD\u00a07")]
    [InlineData("ORD-7\u200b")]
    [InlineData("\u041eRD-7")]
    public void J1_An_order_id_is_visible_text_without_blanks(string orderId)
    {
        var refused = CreditRules.Purchase(new(), Shop, new(orderId, new(5)));
        Assert.Equal((RefusalCode.InvalidField, "orderId"), (refused.Refusal!.Code, refused.Refusal.Facts[0].Text));
    }

    [Theory]
    [InlineData(Role.Customer, false)]
    [InlineData(Role.Engineer, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.System, true)]
    public void J1_Only_admins_and_the_vendors_programs_bring_credits(Role role, bool may)
    {
        var actor = new Actor("usr-1", "Somebody", role);
        Assert.Equal(may, CreditRules.Purchase(new(), actor, new("order", new(5))).Ok);
        Assert.Equal(may, CreditRules.Grant(new(), new(actor, new("k")), new(License, new(5))).Ok);
    }

    private static CreditAccount Granted(long credits) =>
        Do(new(), CreditRules.Grant(new(), new(Shop, new("license/LIC-1")), new(License, new(credits))));

    private static ChargeTicket Charge(long credits) => new(new TicketId("tic-1"), 1, 1, new(credits));

    private static CreditAccount Do(CreditAccount account, Answer<Decision<CreditEvent>> decided) =>
        decided.Value!.Events.Aggregate(account, CreditAccount.Apply);
}
