using Tallydesk.Queues;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Queues.QueueCards;

namespace Tallydesk.Tests.Queues;

public sealed class RepliesTests
{
    private static readonly Assignee Ada = new("usr-1", "Ada");
    private readonly LiveQueue queue = new(Desk, []);

    public RepliesTests()
    {
        queue.Upsert(Card(1), Monday);
        queue.TakeChanges();
    }

    [Fact]
    public void Who_writes_is_shown_until_they_stop_or_are_silent_for_15_seconds()
    {
        queue.Reply(1, Ada, replying: true, Monday);
        Assert.Equal<Assignee>([Ada], Assert.Single(queue.TakeChanges().Changes).Replying);

        queue.Reply(1, Ada, replying: true, Monday.AddSeconds(10));
        Assert.False(queue.HasChanges);
        queue.Advance(Monday.AddSeconds(24), []);
        Assert.False(queue.HasChanges);
        Assert.Equal(Monday.AddSeconds(25), queue.NextTurn);

        queue.Advance(Monday.AddSeconds(25), []);
        Assert.Empty(Assert.Single(queue.TakeChanges().Changes).Replying);
        Assert.Null(queue.NextTurn);

        queue.Reply(1, Ada, replying: true, Monday);
        queue.Reply(1, Ada, replying: false, Monday);
        Assert.Empty(Assert.Single(queue.TakeChanges().Changes).Replying);
    }

    [Fact]
    public void Nobody_writes_to_a_ticket_that_is_not_in_the_queue()
    {
        queue.Reply(2, Ada, replying: true, Monday);
        Assert.False(queue.HasChanges);
    }

    [Fact]
    public void A_change_outside_the_queue_is_told_by_its_number()
    {
        queue.Upsert(Card(2) with { InQueue = false }, Monday);
        Assert.Equal<long>([2], queue.TakeChanges().Removed);
    }
}
