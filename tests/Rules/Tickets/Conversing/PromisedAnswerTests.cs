using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Tickets;

/// <summary>The facts of the promise of VIP care, one for each unanswered message (Policy E2).</summary>
public sealed class PromisedAnswerTests
{
    private static readonly LicenseCoverage Care = Bought("Multi-Vendor Ultimate", "2026-03-01 15:00");
    private static readonly CareNow Now = new(CareRun.Of(Care), Business.Terms);

    [Theory]
    [InlineData("2026-03-03 13:00", true)]
    [InlineData("2026-03-03 13:00:00.001", false)]
    public void E2_Met_at_the_due_instant_or_before_and_breached_only_after_it(string answered, bool isMet)
    {
        var desk = Desk(out var ticket);
        Answer(desk, ticket, answered);

        var promise = desk[ticket].LastPromise!;
        Assert.Equal((At("2026-03-02 10:00"), At("2026-03-03 13:00")), (promise.AskedAt, promise.DueAt));
        Assert.Equal((isMet ? 1 : 0, isMet ? 0 : 1), (desk[ticket].PromisesMet, desk[ticket].PromisesBreached));
    }

    [Fact]
    public void E2_Each_unanswered_message_has_its_own_clock_and_internal_notes_are_no_answers()
    {
        var desk = Desk(out var ticket);
        Answer(desk, ticket, "2026-03-02 11:00", isInternal: true);
        Assert.Null(desk[ticket].LastPromise);
        Answer(desk, ticket, "2026-03-02 12:00");
        Answer(desk, ticket, "2026-03-02 12:30");
        desk.Now = At("2026-03-04 09:00");
        desk.Post(ticket, PureDesk.Owner);
        Answer(desk, ticket, "2026-03-06 09:00");

        Assert.Equal((1, 1), (desk[ticket].PromisesMet, desk[ticket].PromisesBreached));
        Assert.Equal(At("2026-03-05 12:00"), desk[ticket].LastPromise!.DueAt);
    }

    [Fact]
    public void E2_A_priced_assessment_sent_to_the_customer_is_an_answer()
    {
        var desk = Desk(out var ticket);
        Do(
            desk,
            ticket,
            (one, origin) =>
                AssessmentRules.Assess(
                    one,
                    origin,
                    new(Category.ComplexModification, new(30), null, MinorModification: false, Note: null),
                    desk.Policy,
                    new(0),
                    desk.Now
                )
        );

        Assert.Equal((TicketStatus.AwaitingConsent, 1), (desk[ticket].Status, desk[ticket].PromisesMet));
    }

    [Fact]
    public void E2_Without_care_nothing_is_promised_and_the_message_stays_the_last_row()
    {
        var desk = Desk(out var ticket);
        var decided = ConversationRules.Post(desk[ticket], PureDesk.Engineer, new("text", false), desk.Now);

        Assert.Single(PromisedAnswers.With(desk[ticket], decided, CareNow.None, desk.Now).Value!.Events);
        var events = PromisedAnswers.With(desk[ticket], decided, Now, desk.Now).Value!.Events;
        Assert.IsType<MessagePosted>(events[^1]);
        Assert.Null(PromisedAnswers.View(desk[ticket], CareNow.None, desk.Now));
    }

    [Theory]
    [InlineData("2026-03-02 10:00", false)]
    [InlineData("2026-03-03 13:00", false)]
    [InlineData("2026-03-03 13:00:01", true)]
    public void E2_A_running_promise_is_told_as_breached_once_it_has_passed(string now, bool isBreached)
    {
        var desk = Desk(out var ticket);

        Assert.Equal(isBreached, PromisedAnswers.View(desk[ticket], Now, At(now))!.Running!.IsBreached);
    }

    private static PureDesk Desk(out long ticket)
    {
        var desk = new PureDesk { Now = At("2026-03-02 10:00") };
        ticket = desk.Open(coverage: Care);
        return desk;
    }

    private static void Answer(PureDesk desk, long ticket, string at, bool isInternal = false)
    {
        desk.Now = At(at);
        Do(desk, ticket, (one, _) => ConversationRules.Post(one, PureDesk.Engineer, new("text", isInternal), desk.Now));
    }

    private static void Do(PureDesk desk, long ticket, Func<Ticket, Origin, Answer<Decision<TicketEvent>>> decide) =>
        Assert.Null(
            desk.Do(
                ticket,
                PureDesk.Engineer,
                (one, origin) => PromisedAnswers.With(one, decide(one, origin), Now, desk.Now)
            )
        );
}
