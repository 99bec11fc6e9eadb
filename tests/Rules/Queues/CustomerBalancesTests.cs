using Tallydesk.Identity;
using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Queues.QueueCards;

namespace Tallydesk.Tests.Queues;

/// <summary>The balances that a queue shows.</summary>
public sealed class CustomerBalancesTests
{
    private static readonly CustomerId Customer = new("cus-1");
    private readonly LiveQueue queue = new(Desk, []);

    public CustomerBalancesTests() => queue.Upsert(Card(1), Monday);

    private long? Shown => Assert.Single(queue.Items).Balance?.Value;

    [Fact]
    public void It_is_looked_up_when_it_is_unknown_or_a_charge_has_moved()
    {
        Assert.Equal<CustomerId>([Customer], queue.TakeMoved());
        Know(35, seq: 1);
        queue.Upsert(Card(1) with { Version = 2 }, Monday);
        Assert.False(queue.HasMoved);
        queue.Upsert(Card(1) with { Version = 3, Charged = new(5) }, Monday);
        Assert.True(queue.HasMoved);
    }

    [Fact]
    public void It_is_shown_with_every_ticket_of_its_customer_and_told_once()
    {
        queue.Upsert(Card(2), Monday);
        queue.TakeChanges();
        Know(35, seq: 1);
        Assert.Equal([35L, 35L], queue.TakeChanges().Changes.Select(item => item.Balance!.Value.Value));
        Know(35, seq: 1);
        Assert.False(queue.HasChanges);
    }

    [Fact]
    public void One_that_was_read_earlier_and_comes_later_changes_nothing()
    {
        Know(30, seq: 2);
        Know(35, seq: 1);
        Assert.Equal(30, Shown);
    }

    [Fact]
    public void One_of_the_same_amount_is_later_than_what_was_read_in_between()
    {
        Know(100, seq: 5);
        Know(100, seq: 7);
        Know(80, seq: 6);
        Assert.Equal(100, Shown);
    }

    [Fact]
    public void One_that_could_not_be_read_is_looked_up_again()
    {
        queue.PutBack(queue.TakeMoved());
        Assert.Equal<CustomerId>([Customer], queue.TakeMoved());
    }

    [Fact]
    public void A_customer_whose_last_ticket_left_is_forgotten()
    {
        Know(35, seq: 1);
        queue.Upsert(Card(1) with { Version = 2, InQueue = false }, Monday);
        Know(30, seq: 2);
        queue.PutBack([Customer]);
        Assert.False(queue.HasMoved);

        queue.Upsert(Card(1) with { Version = 3 }, Monday);
        Assert.Null(Shown);
        Assert.True(queue.HasMoved);
    }

    private void Know(long balance, long seq) => queue.Know([new(Customer, new(balance), seq)]);
}
