using Tallydesk.Identity;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Xunit;
using static Tallydesk.Tests.Queues.QueueCards;

namespace Tallydesk.Tests.Queues;

public sealed class QueueFeedTests
{
    [Fact]
    public void Two_engineers_who_ask_at_once_are_not_sent_to_one_ticket()
    {
        var proposals = new NextProposals();
        var unassigned = new[] { Card(1), Card(2) };

        Assert.Equal(1, proposals.Reserve(unassigned, [])?.Number);
        Assert.Equal(2, proposals.Reserve(unassigned, [])?.Number);
        Assert.Null(proposals.Reserve(unassigned, []));

        proposals.Release(1);
        Assert.Equal(1, proposals.Reserve(unassigned, [])?.Number);
    }

    [Fact]
    public void A_ticket_that_was_taken_is_not_proposed_again_before_its_card_says_so()
    {
        var proposals = new NextProposals();
        proposals.Taken(1, version: 2);

        Assert.Null(proposals.Reserve([Card(1)], []));
        Assert.Equal(1, proposals.Reserve([Card(1) with { Version = 3 }], [])?.Number);
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_unless_nothing_was_done()
    {
        var proposals = new NextProposals();
        var command = new CommandId("next-1");
        var tickets = new Queue<NextTicket>([new(null), new(7), new(8)]);
        Task<Answer<NextTicket>> Find() => Task.FromResult<Answer<NextTicket>>(tickets.Dequeue());

        Assert.Null((await proposals.AnswerOnceAsync(command, Find)).Value?.Number);
        Assert.Equal(7, (await proposals.AnswerOnceAsync(command, Find)).Value?.Number);
        Assert.Equal(7, (await proposals.AnswerOnceAsync(command, Find)).Value?.Number);
    }
}
