using Tallydesk.Queues;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;
using static Tallydesk.Tests.Queues.QueueCards;

namespace Tallydesk.Tests.Queues;

public sealed class LiveQueueTests
{
    private static readonly DateTimeOffset CareEnd = At("2026-03-02 15:00");

    [Fact]
    public void An_older_card_does_not_replace_a_newer_one()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1) with { Version = 2, Subject = "New" }, Monday);
        queue.Upsert(Card(1) with { Version = 1, Subject = "Old" }, Monday);

        Assert.Equal("New", Assert.Single(queue.Items).Card.Subject);
    }

    [Fact]
    public void A_solved_ticket_does_not_come_back_with_an_older_card()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1) with { Version = 2, InQueue = false }, Monday);
        queue.TakeChanges();
        queue.Upsert(Card(1) with { Version = 1 }, Monday);

        Assert.Empty(queue.Items);
        Assert.False(queue.HasChanges);
    }

    [Fact]
    public void A_reopened_ticket_comes_back()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1) with { Version = 2, InQueue = false }, Monday);
        queue.Upsert(Card(1) with { Version = 3 }, Monday);

        Assert.Single(queue.Items);
    }

    [Fact]
    public void E1_A_ticket_rises_when_care_begins_and_falls_when_it_ends()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        queue.Upsert(Card(2) with { CareStart = Monday.AddHours(1), CareEnd = CareEnd }, Monday);

        Assert.Equal([1, 2], Order());
        Assert.Equal(Monday.AddHours(1), queue.NextTurn);

        queue.Advance(Monday.AddHours(1), Business.Terms);
        Assert.Equal([2, 1], Order());
        Assert.Equal(CareEnd, queue.NextTurn);

        queue.Advance(CareEnd, Business.Terms);
        Assert.Equal([1, 2], Order());
        Assert.Null(queue.NextTurn);

        long[] Order() => [.. queue.Items.Select(item => item.Card.Number)];
    }

    [Fact]
    public void E2_A_message_under_care_is_promised_an_answer_that_stays_promised_when_care_ends()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(
            Card(1) with
            {
                WaitingSince = At("2026-03-02 10:00"),
                CareStart = Monday.AddYears(-1),
                CareEnd = CareEnd,
            },
            At("2026-03-02 10:00")
        );
        Assert.Equal(At("2026-03-03 13:00"), Assert.Single(queue.Items).DueAt);

        queue.Advance(CareEnd, Business.Terms);
        Assert.Equal(At("2026-03-03 13:00"), Assert.Single(queue.Items).DueAt);
    }

    [Fact]
    public void E2_Care_bought_while_a_message_waits_starts_the_clock()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        var bought = At("2026-03-02 10:00");
        queue.Upsert(Card(1) with { CareStart = bought, CareEnd = bought.AddYears(1) }, bought);

        Assert.Equal(At("2026-03-03 13:00"), Assert.Single(queue.Items).DueAt);
    }

    [Fact]
    public void E2_Nothing_is_promised_without_care_or_without_an_unanswered_message()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        queue.Upsert(Card(2) with { WaitingSince = null, CareStart = Monday, CareEnd = CareEnd }, Monday);

        Assert.All(queue.Items, item => Assert.Null(item.DueAt));
    }

    [Fact]
    public void H1_Another_calendar_moves_promises()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1) with { CareStart = Monday, CareEnd = CareEnd }, Monday);
        queue.TakeChanges();

        var holiday = DateOnly.FromDateTime(At("2026-03-03 09:00").Date);
        var calendar = Business.Policy.Calendar with { Holidays = [holiday] };
        queue.Advance(Monday, Business.Terms.Add(new(Monday, calendar, 12)));

        Assert.Equal(At("2026-03-04 12:00"), Assert.Single(queue.TakeChanges().Changes).DueAt);
    }

    [Fact]
    public void B9_E1_Tickets_follow_their_license_when_care_is_bought_and_when_it_is_revoked()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        queue.Upsert(Card(2) with { License = Number("ACME-2") }, Monday);
        queue.Upsert(Card(3) with { License = Number("ACME-2") }, Monday);
        queue.TakeChanges();

        queue.Upsert(License("ACME-2", 2, Monday.AddHours(1), CareEnd), Monday.AddHours(1));
        Assert.Equal([2, 3, 1], Order());
        Assert.Equal([2L, 3], queue.TakeChanges().Changes.Select(item => item.Card.Number).Order());
        Assert.Equal(CareEnd, queue.NextTurn);

        queue.Upsert(License("ACME-2", 3, Monday.AddHours(1), Monday.AddHours(2)), Monday.AddHours(2));
        queue.Upsert(License("ACME-2", 2, Monday.AddHours(1), CareEnd), Monday.AddHours(2));
        Assert.Equal([1, 2, 3], Order());

        long[] Order() => [.. queue.Items.Select(item => item.Card.Number)];
    }

    [Fact]
    public void B9_A_ticket_that_comes_later_stands_by_its_license_as_it_is_known()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        Assert.Equal(Number("ACME-1"), Assert.Single(queue.UnknownLicenses));
        queue.Upsert(License("ACME-1", 2, Monday, CareEnd), Monday);
        queue.Upsert(Card(2), Monday);

        Assert.Empty(queue.UnknownLicenses);
        Assert.All(queue.Items, item => Assert.True(item.Vip));
    }

    [Fact]
    public void A_license_without_a_ticket_is_let_go_and_looked_up_again()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        queue.LookedUp(Number("ACME-1"));
        Assert.Empty(queue.UnknownLicenses);
        queue.Upsert(Card(1) with { Version = 2, InQueue = false }, Monday);
        queue.Upsert(Card(1) with { Version = 3 }, Monday);

        Assert.Equal(Number("ACME-1"), Assert.Single(queue.UnknownLicenses));
    }

    [Fact]
    public void A_ticket_of_another_desk_leaves()
    {
        var queue = new LiveQueue(Desk, Business.Terms);
        queue.Upsert(Card(1), Monday);
        queue.TakeChanges();
        queue.Upsert(Card(1) with { Version = 2, Desk = "sales" }, Monday);

        Assert.Equal(1, Assert.Single(queue.TakeChanges().Removed));
    }
}
