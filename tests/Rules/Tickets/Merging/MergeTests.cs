using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of merging (Policy F5).</summary>
public sealed class MergeTests
{
    [Theory]
    [InlineData(10, 10, 90)]
    [InlineData(10, 0, 90)]
    [InlineData(0, 10, 100)]
    public void F5_The_survivor_keeps_its_own_charge_and_the_merged_one_ends_at_net_0(
        long survivorsCharge,
        long mergedOnesCharge,
        long balance
    )
    {
        var desk = new PureDesk(100);
        var survivor = Open(desk, survivorsCharge);
        var merged = Open(desk, mergedOnesCharge);
        var revision = desk[merged].LastRevision;

        Assert.Null(desk.Merge(merged, survivor));

        Assert.Equal((survivorsCharge, 0), (desk[survivor].Charged.Value, desk[merged].Charged.Value));
        Assert.Equal(balance, desk.Account.Balance.Value);
        Assert.Equal(TicketStatus.Merged, desk[merged].Status);
        Assert.Equal(mergedOnesCharge == 0 ? revision : revision + 1, desk[merged].LastRevision);
        Assert.Equal(0, (desk[merged].Agreed?.Price ?? CreditAmount.Zero).Value);
    }

    [Fact]
    public void F5_If_only_the_merged_one_was_charged_the_survivor_is_assessed_anew()
    {
        var desk = new PureDesk(10);
        var survivor = desk.Open();
        var merged = Open(desk, 10);
        desk.Merge(merged, survivor);
        Assert.Equal((TicketStatus.New, null), (desk[survivor].Status, desk[survivor].Agreed));
        desk.Assess(survivor, Category.Configuration);
        Assert.Equal((TicketStatus.AwaitingConsent, 10), (desk[survivor].Status, desk.Account.Balance.Value));
    }

    [Fact]
    public void F5_A_waiting_charge_of_the_merged_one_leaves_the_line_and_the_next_is_paid()
    {
        var desk = new PureDesk(5);
        var merged = desk.Open(ceiling: 20);
        desk.Assess(merged, Category.Investigation);
        var survivor = desk.Open();
        desk.Assess(survivor, Category.Question);
        Assert.Equal(TicketStatus.AwaitingCredits, desk[survivor].Status);

        desk.Merge(merged, survivor);

        Assert.Empty(desk.Account.Waiting);
        Assert.Equal(
            (TicketStatus.Open, 5, 0),
            (desk[survivor].Status, desk[survivor].Charged.Value, desk[merged].Charged.Value)
        );
    }

    [Fact]
    public void F5_Both_are_linked_and_the_survivors_clock_is_left_alone()
    {
        var desk = new PureDesk();
        var (survivor, merged) = (desk.Open(), desk.Open());
        var waitingSince = desk[survivor].WaitingSince;
        desk.Merge(merged, survivor);
        Assert.Equal((survivor, waitingSince), (desk[merged].MergedInto!.Value, desk[survivor].WaitingSince));
        Assert.Equal(merged, Assert.Single(desk[survivor].Duplicates));
        Assert.Null(desk[merged].WaitingSince);
        Assert.Empty(MergeRules.TakeIn(desk[survivor], merged, desk.Now));
    }

    [Fact]
    public void F5_A_merged_ticket_is_final_and_whoever_writes_is_told_the_survivors_number()
    {
        var desk = new PureDesk();
        var (survivor, merged) = (desk.Open(), desk.Open());
        desk.Merge(merged, survivor);
        Refusal?[] refusals =
        [
            desk.Post(merged, PureDesk.Owner),
            desk.Reopen(merged, PureDesk.Engineer),
            desk.Assess(merged, Category.Question),
            desk.Merge(merged, survivor),
            desk.Merge(survivor, merged),
        ];
        Assert.All(
            refusals,
            refusal =>
            {
                Assert.Equal(RefusalCode.AlreadyMerged, refusal!.Code);
                Assert.Contains(
                    refusal.Facts,
                    fact => fact is { Name: "ticket", Number: var number } && number == survivor
                );
            }
        );
        Assert.Equal(TicketStatus.New, desk[survivor].Status);
        Assert.Null(desk[survivor].Merge);
    }

    [Fact]
    public void F5_Only_live_tickets_of_one_customer_are_merged_and_none_into_itself()
    {
        var desk = new PureDesk();
        var (one, other, over) = (desk.Open(), desk.Open(), desk.Open());
        desk.Resolve(over, TicketOutcome.Solved);
        Assert.Equal(RefusalCode.InvalidField, desk.Merge(one, one)!.Code);
        Assert.Equal(RefusalCode.InvalidField, desk.Merge(one, 99)!.Code);
        Assert.Equal(RefusalCode.NotInThisStatus, desk.Merge(one, over)!.Code);
        Assert.Equal(RefusalCode.NotInThisStatus, desk.Merge(over, one)!.Code);
        Assert.Equal(RefusalCode.InvalidField, desk.Ask(one, other, new CustomerId("cus-2"))!.Code);
        Assert.All(desk.Tickets.Values, ticket => Assert.Null(ticket.PendingSince));
    }

    [Fact]
    public void F5_Chains_end_in_one_survivor()
    {
        var desk = new PureDesk();
        var (a, b, c) = (desk.Open(), desk.Open(), desk.Open());
        Assert.Null(desk.Merge(a, b));
        Assert.Null(desk.Merge(b, c));
        Assert.Equal((b, c), (desk[a].MergedInto!.Value, desk[b].MergedInto!.Value));
        Assert.Equal(RefusalCode.AlreadyMerged, desk.Merge(c, a)!.Code);
        Assert.Equal(TicketStatus.New, desk[c].Status);
    }

    /// <summary>Each of two or three tickets is merged into the next, in every order of the steps.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void F5_Around_a_ring_never_all_are_merged_and_of_two_always_one_is(int size)
    {
        foreach (var order in Orders(new int[size]))
        {
            var desk = new PureDesk();
            var merges = Enumerable
                .Range(0, size)
                .Select(_ => desk.Open())
                .Select(number => new Merger(desk, number, size));
            var mergers = merges.ToArray();
            foreach (var who in order)
            {
                mergers[who].Step();
            }

            var merged = desk.Tickets.Values.Count(ticket => ticket.Status == TicketStatus.Merged);
            Assert.True(size == 2 ? merged == 1 : merged < size, $"{merged} merged by {string.Join(' ', order)}");
            Assert.All(desk.Tickets.Values, ticket => Assert.Null(ticket.PendingSince));
        }
    }

    /// <summary>All orders in which everybody takes three steps.</summary>
    private static IEnumerable<IReadOnlyList<int>> Orders(int[] taken)
    {
        if (taken.All(steps => steps == 3))
        {
            yield return [];
            yield break;
        }

        for (var who = 0; who < taken.Length; who++)
        {
            if (taken[who] < 3)
            {
                int[] next = [.. taken];
                next[who]++;
                foreach (var rest in Orders(next))
                {
                    yield return [who, .. rest];
                }
            }
        }
    }

    private static long Open(PureDesk desk, long charge)
    {
        var ticket = desk.Open();
        if (charge > 0)
        {
            desk.Assess(ticket, Category.Configuration);
            desk.Decide(ticket, ConsentDecision.Accept);
        }

        Assert.Equal(charge, desk[ticket].Charged.Value);
        return ticket;
    }

    /// <summary>Somebody who merges a ticket into the next of the ring, one step at a time.</summary>
    private sealed class Merger(PureDesk desk, long number, int size)
    {
        private readonly long into = (number % size) + 1;
        private Answer<Journal.Origin> begun;
        private Refusal? refused;
        private int steps;

        public void Step()
        {
            switch (steps++)
            {
                case 0:
                    begun = desk.BeginMerge(number, into);
                    break;
                case 1 when begun.Ok:
                    refused = desk.Ask(into, number);
                    break;
                case 2 when begun.Ok:
                    desk.EndMerge(number, begun.Value, refused);
                    break;
                default:
                    break;
            }
        }
    }
}
