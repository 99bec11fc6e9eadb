using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>
/// No operation key has two meanings, whatever is done with a ticket and in whatever order (Policy D10, I4). Every desk of
/// these tests refuses a key that comes with another command, as the account does.
/// </summary>
public sealed class OperationKeyTests
{
    private const int Shortest = 5;

    /// <summary>When the credits that a ticket waited for are taken.</summary>
    private enum Payment
    {
        /// <summary>Before its end, and the ticket was told.</summary>
        Known,

        /// <summary>Before its end, and the ticket was not told yet.</summary>
        Untold,

        /// <summary>After its end, before the account heard of it.</summary>
        AfterTheEnd,
    }

    [Fact]
    public void D10_D12_A_waiting_charge_that_took_the_place_of_another_leaves_the_line_with_its_ticket()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);

        Assert.Null(desk.Withdraw(ticket));

        Assert.Empty(desk.Account.Waiting);
        Assert.Equal((TicketStatus.Withdrawn, null, 0), desk.StandOf(ticket));
        desk.Purchase(30);
        Assert.Equal((30, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
        Assert.Equal(RefusalCode.NotAssessed, desk.Waive(ticket)?.Code);
    }

    [Fact]
    public void D12_Credits_that_are_taken_after_the_end_of_their_ticket_go_back()
    {
        var desk = Outcomes.Paid(Category.Configuration, out var ticket);
        desk.Adjust(-90);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.HoldsNotices = true;
        desk.BeforeSettling = () =>
        {
            desk.Now += TimeSpan.FromSeconds(1);
            desk.Purchase(30);
            desk.BeforeSettling = null;
        };

        Assert.Null(desk.Withdraw(ticket));

        Assert.Equal((TicketStatus.Withdrawn, Category.Configuration, 10), desk.StandOf(ticket));
        Assert.Equal(30, desk.Account.Balance.Value);
        TicketActs.AssertAgrees(desk);
        Assert.Equal(10, desk.Explain(ticket).NetCharge.Value);
    }

    [Fact]
    public void D5_I2_A_price_that_is_raised_before_the_ticket_knows_it_was_paid_ends_at_what_was_paid()
    {
        var desk = new PureDesk();
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Configuration);
        desk.HoldsNotices = true;
        desk.Purchase(10);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((10, 10), (desk[ticket].Charged.Value, desk[ticket].Waiting?.Required.Value));

        desk.Withdraw(ticket);

        Assert.Equal((TicketStatus.Withdrawn, Category.Configuration, 10), desk.StandOf(ticket));
        TicketActs.AssertAgrees(desk);
    }

    [Fact]
    public void D12_Credits_that_a_ticket_knew_of_when_it_ended_stay_and_others_go_back_whatever_the_clocks_say() =>
        Gen.Select(Gen.Enum<Payment>(), Gen.Int[-2_000, 2_000])
            .Sample(
                (payment, milliseconds) =>
                {
                    var skew = TimeSpan.FromMilliseconds(milliseconds);
                    var desk = new PureDesk();
                    var ticket = desk.Open(ceiling: 20);
                    desk.Assess(ticket, Category.Investigation);
                    desk.HoldsNotices = true;
                    if (payment == Payment.AfterTheEnd)
                    {
                        desk.BeforeSettling = () => PayBy(desk, skew);
                    }
                    else
                    {
                        PayBy(desk, skew);
                    }

                    if (payment == Payment.Known)
                    {
                        desk.Deliver();
                    }

                    Assert.Null(desk.Withdraw(ticket));

                    Assert.Equal(
                        payment == Payment.Known
                            ? (TicketStatus.Withdrawn, Category.Investigation, 20)
                            : (TicketStatus.Withdrawn, null, 0),
                        desk.StandOf(ticket)
                    );
                    TicketActs.AssertAgrees(desk);
                }
            );

    [Fact]
    public void D10_I2_I4_Every_order_of_4_acts_uses_each_key_for_one_operation() =>
        Parallel.ForEach(
            TicketActs.Beginnings.SelectMany(_ => TicketActs.All, (beginning, first) => (beginning, first)),
            history => Play(history.beginning.Open(), history.beginning.Name, history.first, TicketActs.All, 4)
        );

    [Fact]
    public void D10_I2_I4_Every_order_of_5_acts_without_credits_uses_each_key_for_one_operation() =>
        Parallel.ForEach(
            TicketActs.OfEachKind,
            first =>
                Play(TicketActs.Beginnings[0].Open(), TicketActs.Beginnings[0].Name, first, TicketActs.OfEachKind, 5)
        );

    [Fact]
    public void D10_I2_I4_Long_histories_use_each_key_for_one_operation() =>
        Gen.Select(
                Gen.Int[0, TicketActs.Beginnings.Length - 1],
                Gen.Select(Gen.Int[0, TicketActs.All.Length - 1], Gen.Bool).Array[Shortest, 40]
            )
            .Sample(
                (beginning, acts) =>
                {
                    var desk = TicketActs.Beginnings[beginning].Open();
                    foreach (var (act, isToldLate) in acts)
                    {
                        desk.HoldsNotices = isToldLate;
                        TicketActs.All[act].Do(desk);
                        if (!isToldLate)
                        {
                            desk.Deliver();
                            TicketActs.AssertAgrees(desk);
                        }
                    }
                },
                iter: 20_000,
                print: history =>
                    $"{TicketActs.Beginnings[history.Item1].Name}: "
                    + string.Join(
                        ", ",
                        history.Item2.Select(act => $"{TicketActs.All[act.Item1]}{(act.Item2 ? "…" : "")}")
                    )
            );

    /// <summary>Credits arrive and are taken, by an account whose clock differs from the ticket's.</summary>
    private static void PayBy(PureDesk desk, TimeSpan skew)
    {
        desk.Now += skew;
        desk.Purchase(30);
        desk.Now -= skew;
        desk.BeforeSettling = null;
    }

    /// <summary>Plays an act, and if it changed something, every act after it. What changed nothing leads to no other history.</summary>
    private static void Play(PureDesk desk, string history, TicketAct act, ImmutableArray<TicketAct> acts, int length)
    {
        var next = desk.Fork();
        try
        {
            act.Do(next);
            TicketActs.AssertAgrees(next);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{history}, {act}: {failure.Message}", failure);
        }

        if (length > 1 && TicketActs.Differ(desk, next))
        {
            foreach (var further in acts)
            {
                Play(next, $"{history}, {act}", further, acts, length - 1);
            }
        }
    }
}
