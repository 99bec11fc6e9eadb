using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of splitting (Policy F1 to F3).</summary>
public sealed class SplitTests
{
    private static readonly Origin ByEngineer = new(PureDesk.Engineer, "command", "");

    [Fact]
    public void F1_The_first_message_is_never_split_off() =>
        Assert.Equal(RefusalCode.FirstMessage, Split(Conversation(), 2).Refusal!.Code);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(99)]
    public void F1_Only_customer_messages_of_this_ticket_are_split_off(long message) =>
        Assert.Equal(RefusalCode.NotACustomerMessage, Split(Conversation(), 3, message).Refusal!.Code);

    [Fact]
    public void Nothing_is_read_for_who_may_not_split_or_names_too_many()
    {
        var many = new SplitTicket([.. Enumerable.Range(3, 101).Select(id => (long)id)], "Another");
        var few = new SplitTicket([3], "Another");
        Assert.Equal(RefusalCode.InvalidField, SplitRules.RefuseUnread(Conversation(), PureDesk.Engineer, many)!.Code);
        Assert.Equal(RefusalCode.Forbidden, SplitRules.RefuseUnread(Conversation(), PureDesk.Owner, few)!.Code);
        Assert.Null(SplitRules.RefuseUnread(Conversation(), PureDesk.Engineer, few));
    }

    [Fact]
    public void F1_A_split_leaves_the_parents_charge_and_clock_alone()
    {
        var before = Conversation();
        var after = Finished(before, child: 7, 3);
        Assert.Equal((before.Charged, before.WaitingSince), (after.Charged, after.WaitingSince));
        Assert.Equal(7, Assert.Single(after.Splits).Child);
    }

    [Fact]
    public void F3_The_same_message_split_twice_is_refused_and_told_its_number()
    {
        var refusal = Split(Finished(Conversation(), child: 7, 3), 3).Refusal!;
        Assert.Equal(RefusalCode.AlreadySplit, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "ticket", Number: 7 });
    }

    [Fact]
    public void F3_With_overlaps_all_children_are_named()
    {
        var ticket = Finished(Finished(Conversation(), child: 7, 3), child: 8, 6);
        var refusal = Split(ticket, 3, 6).Refusal!;
        Assert.Contains(refusal.Facts, fact => fact is { Name: "tickets", Text: "7,8" });
    }

    [Theory]
    [InlineData("2026-03-30T10:00:00+04:00", CoverageBasis.SupportPeriod)]
    [InlineData("2026-04-01T10:00:00+04:00", CoverageBasis.Credits)]
    public void F2_A_childs_asked_at_is_the_original_messages_time(string written, CoverageBasis coverage)
    {
        var end = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(4));
        var at = DateTimeOffset.Parse(written, null);
        var command = new OpenSplitTicket(
            new("tic-1"),
            1,
            new("cus-1"),
            "Olga",
            new("LIC-1"),
            "CS-Cart Ultimate",
            "support",
            new LicenseCoverage([new(CoverageBasis.SupportPeriod, end.AddDays(-30), end)]),
            "Another question",
            [new(9, at.AddHours(1), "usr", "Olga", "later"), new(8, at, "usr", "Olga", "first")]
        );
        var child = Fold(new(), OpeningRules.OpenSplit(new(), command, 2));
        Assert.Equal((at, at), (child.AskedAt, child.WaitingSince));
        Assert.Null(child.PreAgreedUpTo);
        Assert.Equal(coverage, TicketProjections.CardOf(child, new("tic-2"), 1).Coverage);
    }

    /// <summary>Message 2 is the first, 3 and 6 are the customer's, 4 is staff's, 5 an internal note.</summary>
    private static Ticket Conversation()
    {
        var desk = new PureDesk(100);
        var number = desk.Open();
        desk.Post(number, PureDesk.Owner);
        desk.Post(number, PureDesk.Engineer);
        desk.Post(number, PureDesk.Engineer, isInternal: true);
        desk.Post(number, PureDesk.Owner);
        return desk[number];
    }

    private static Answer<Decision<TicketEvent>> Split(Ticket ticket, params ImmutableArray<long> chosen)
    {
        ImmutableArray<ConversationMessage> messages =
        [
            Message(2, Role.Customer),
            Message(3, Role.Customer),
            Message(4, Role.Engineer),
            Message(5, Role.Engineer) with
            {
                Internal = true,
            },
            Message(6, Role.Customer),
        ];
        return SplitRules.Split(
            ticket,
            "tic-1",
            ByEngineer,
            new(chosen, "Another question"),
            [.. messages.Where(message => chosen.Contains(message.Id))],
            new LicenseCoverage([]),
            PureDesk.Start
        );
    }

    private static Ticket Finished(Ticket ticket, long child, params ImmutableArray<long> chosen)
    {
        var started = Fold(ticket, Split(ticket, chosen));
        return SplitRules.Finish(started.Split!, child, PureDesk.Start).Aggregate(started, TicketApply.Apply);
    }

    private static ConversationMessage Message(long id, Role role) =>
        new(id, PureDesk.Start, "Name", role, "text", Internal: false);

    private static Ticket Fold(Ticket ticket, Answer<Decision<TicketEvent>> decided) =>
        decided.Value!.Events.Aggregate(ticket, TicketApply.Apply);
}
