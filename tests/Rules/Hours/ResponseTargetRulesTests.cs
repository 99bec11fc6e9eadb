using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Policy;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Hours;

public sealed class ResponseTargetRulesTests
{
    private static readonly DateTimeOffset Monday = At("2026-03-02 10:00");

    [Theory]
    [InlineData("2026-03-01 00:00", "2027-03-01 00:00", "2026-03-02 10:00", "2026-03-03 13:00")]
    [InlineData("2026-03-02 12:00", "2027-03-02 12:00", "2026-03-02 12:00", "2026-03-03 15:00")]
    [InlineData("2026-03-02 12:00", "2027-03-02 12:00", "2026-03-02 11:59", null)]
    [InlineData("2025-03-01 00:00", "2026-03-02 10:00", "2026-03-02 10:00", null)]
    [InlineData("2025-03-01 00:00", "2026-03-02 10:01", "2026-03-05 10:00", "2026-03-03 13:00")]
    public void B9_E2_The_clock_starts_with_the_message_or_with_the_care(
        string start,
        string end,
        string now,
        string? due
    ) =>
        Assert.Equal(
            due is null ? null : At(due),
            ResponseTargetRules.DueAt(Monday, [new(At(start), At(end))], Business.Terms, At(now))
        );

    [Fact]
    public void H1_A_calendar_that_changes_while_the_clock_runs_counts_anew() =>
        Assert.Equal(At("2026-03-04 13:00"), ResponseTargetRules.DueAt(Monday, Holiday("2026-03-02 15:00")));

    [Fact]
    public void H1_A_calendar_that_changes_later_moves_no_breach() =>
        Assert.Equal(At("2026-03-03 13:00"), ResponseTargetRules.DueAt(Monday, Holiday("2026-03-03 13:00:01")));

    [Fact]
    public void H1_A_calendar_never_moves_a_deadline_to_before_its_change()
    {
        var longer = Business.Policy.Calendar with { Close = TimeSpan.FromHours(23) };

        Assert.Equal(At("2026-03-03 12:30"), ResponseTargetRules.DueAt(Monday, With(longer, "2026-03-03 12:30")));
        Assert.Equal(At("2026-03-02 22:00"), ResponseTargetRules.DueAt(Monday, With(longer, "2026-03-02 12:00")));
    }

    [Fact]
    public void H1_A_breach_between_two_changes_stays_where_the_first_one_moved_it()
    {
        var early = Business.Policy.Calendar with { Close = TimeSpan.FromHours(23) };
        var terms = With(early, "2026-03-02 12:00").Add(Holiday("2026-03-03 10:00")[^1]);

        Assert.Equal(At("2026-03-02 22:00"), ResponseTargetRules.DueAt(Monday, terms));
    }

    [Fact]
    public void H1_A_message_asked_after_the_change_knows_only_the_new_calendar() =>
        Assert.Equal(At("2026-03-04 13:00"), ResponseTargetRules.DueAt(Monday, Holiday("2026-03-02 10:00")));

    private static ImmutableArray<AnswerTerms> Holiday(string changedAt) =>
        With(Business.Policy.Calendar with { Holidays = [new DateOnly(2026, 3, 3)] }, changedAt);

    private static ImmutableArray<AnswerTerms> With(WorkingCalendar calendar, string changedAt) =>
        Business.Terms.Add(new(At(changedAt), calendar, 12));
}
