using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Tickets that come from a chat (Policy E5).</summary>
public sealed class ChatTicketTests
{
    private static readonly DateTimeOffset Asked = Business.At("2026-03-02 10:00");

    [Theory]
    [InlineData(2, 0)]
    [InlineData(4, 30)]
    public void E5_It_was_asked_in_the_chat_and_waits_since_then(long chosen, int minutes)
    {
        var ticket = Opened(chosen);

        Assert.Equal((Asked.AddMinutes(minutes), Asked.AddMinutes(minutes)), (ticket.AskedAt, ticket.WaitingSince));
        Assert.Equal(TicketStatus.New, ticket.Status);
        Assert.Equal((new ChatId("cha-1"), "olga@example.com"), (ticket.Chat, ticket.RepliesTo));
        Assert.Equal((Category.Configuration, null), (ticket.CategoryHint, ticket.PreAgreedUpTo));
        Assert.Equal(2, ticket.FirstMessage);
        Assert.Equal(CoverageBasis.Vip, TicketProjections.CardOf(ticket, new("tic-1"), 1).Coverage);
    }

    [Fact]
    public void E5_An_answer_in_the_ticket_ends_the_waiting()
    {
        var answered = TicketApply.Apply(
            Opened(2),
            new MessagePosted(Asked.AddHours(1), new Author("eng", "Erin", Role.Engineer), "Here.")
        );

        Assert.Null(answered.WaitingSince);
    }

    [Fact]
    public void E5_Opened_twice_it_stays_one_ticket() =>
        Assert.Empty(OpeningRules.OpenFromChat(Opened(2), Command(2), 8).Value!.Events);

    private static Ticket Opened(long asked) =>
        OpeningRules.OpenFromChat(new(), Command(asked), 7).Value!.Events.Aggregate(new Ticket(), TicketApply.Apply);

    private static OpenChatTicket Command(long asked) =>
        new(
            new("cha-1"),
            new("cus-1"),
            "Olga",
            "olga@example.com",
            new("LIC-1"),
            "Multi-Vendor Ultimate",
            "support",
            Business.Bought("Multi-Vendor Ultimate", "2026-01-05 10:00"),
            "Reports",
            Category.Configuration,
            asked,
            [
                new(2, Asked, "usr", "Olga", Role.Customer, "How?"),
                new(4, Asked.AddMinutes(30), "usr", "Olga", Role.Customer, "And where?"),
                new(5, Asked.AddMinutes(40), "eng", "Erin", Role.Engineer, "I make it a ticket."),
            ]
        );
}
