using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Explanations;

/// <summary>Every kind of event in a ticket's history is a line of its timeline, or is not for a reason that somebody decided.</summary>
public sealed class TimelineTests
{
    private static readonly DateTimeOffset At = PureDesk.Start;
    private static readonly Author Erin = new("eng", "Erin", Role.Engineer);
    private static readonly Author Olga = new("own", "Olga", Role.Customer);
    private static readonly Author Desk = Author.Of(Actor.Desk);
    private static readonly Origin ByErin = new(new("eng", "Erin", Role.Engineer), "c", "");
    private static readonly Origin ByOlga = new(new("own", "Olga", Role.Customer), "c", "");
    private static readonly Origin ByErased = new(new("own", "", Role.Customer), "c", "");
    private static readonly UpgradePath Path = new("4.3.1", "4.3.9");

    /// <summary>Each event with who caused it, and its line; null where it has none.</summary>
    private static readonly (TicketEvent Happened, string By, string? Line)[] Examples =
    [
        (Opened(null), "own", null),
        (Opened(12), "own", "Created from ticket 12."),
        (Opened(null) with { Chat = new("chat-1") }, "own", "Created from a chat."),
        (new TicketAssigned(new("eng", "Erin")), "eng", "Erin claimed this ticket."),
        (new TicketAssigned(new("eng", "Erin")), "lead", "Assigned to Erin."),
        (new TicketReleased("eng"), "eng", "Released. This ticket has no assignee."),
        (new UrgencyChanged(true, "r", "eng") { Author = Erin }, "eng", "Erin marked this ticket as urgent."),
        (new UrgencyChanged(false, "r", "eng") { Author = Erin }, "eng", "Erin removed the urgent flag."),
        (new UrgencyChanged(true, "r", "eng"), "eng", "Support marked this ticket as urgent."),
        (
            new AssessmentProposed(Assessed(Category.Investigation, 20), null, ByErin, At),
            "eng",
            "Erin assessed this ticket: Investigation, 20 credits."
        ),
        (
            Agreed(Category.Question, 5, AgreementBasis.NoneNeeded),
            "eng",
            "Erin assessed this ticket: Question, 5 credits."
        ),
        (
            Agreed(Category.ProductBug, 0, AgreementBasis.NoneNeeded),
            "eng",
            "Erin assessed this ticket: Product bug, free."
        ),
        (
            Agreed(Category.Configuration, 10, AgreementBasis.EarlierAgreement),
            "eng",
            "Erin assessed this ticket: Configuration, 10 credits. This is not more than the price accepted before."
        ),
        (
            Agreed(Category.Investigation, 20, AgreementBasis.Ceiling),
            "eng",
            "Erin assessed this ticket: Investigation, 20 credits. This is within the pre-approved amount."
        ),
        (
            Agreed(Category.Investigation, 20, AgreementBasis.Consent, ByOlga),
            "own",
            "Olga accepted 20 credits for Investigation."
        ),
        (
            Agreed(Category.Investigation, 1, AgreementBasis.Consent, ByErased),
            "own",
            "The customer accepted 1 credit for Investigation."
        ),
        (
            Agreed(Category.Upgrade, 0, AgreementBasis.Consent, ByOlga),
            "own",
            "Olga accepted the terms of Upgrade 4.3.1 → 4.3.9."
        ),
        (
            Agreed(Category.Configuration, 10, AgreementBasis.IncreaseDeclined, ByOlga),
            "own",
            "Olga declined the new price. It stays at 10 credits for Configuration."
        ),
        (
            Agreed(Category.Investigation, 0, AgreementBasis.Waiver),
            "eng",
            "Erin assessed this ticket: Investigation, free. The price is waived."
        ),
        (
            Agreed(Category.Investigation, 0, AgreementBasis.CoverageApplied),
            "eng",
            "Erin assessed this ticket: Investigation, free. Covered by VIP care."
        ),
        (Agreed(Category.Question, 0, AgreementBasis.Duplicate), "eng", null),
        (Agreed(Category.Question, 0, AgreementBasis.Merged), "eng", null),
        (
            new AssessmentDeclined(1, Olga, At),
            "own",
            "Olga declined the price. Nothing was charged for it."
        ),
        (new ChargeSettled("c", Lots(12, 8), At), "desk", "20 credits charged."),
        (
            new ChargeSettled("c", Lots(1), At) { AfterEnd = true },
            "desk",
            "1 credit charged after the ticket had ended. A refund follows."
        ),
        (new ChargeWaits("c", new(20), new(8)) { WaitingBefore = new(0) }, "desk", "Waiting for 12 more credits."),
        (new ChargeWaits("c", new(20), new(8)), "desk", "Waiting for 20 credits."),
        (new ChargeWithdrawn("c"), "desk", "The waiting charge was canceled."),
        (new ChargeRefunded("r", new(20)), "desk", "20 credits refunded."),
        (new SplitFinished(52), "eng", "Split into ticket 52."),
        (Resolved(TicketOutcome.Solved), "eng", "Erin solved this ticket."),
        (
            Resolved(TicketOutcome.Solved) with { FixedIn = "4.18.3" },
            "eng",
            "Erin solved this ticket. Fixed in release 4.18.3."
        ),
        (Resolved(TicketOutcome.Duplicate), "eng", "Erin closed this ticket as a duplicate."),
        (Resolved(TicketOutcome.CannotBeSolved), "eng", "Erin closed this ticket, because it can't be solved."),
        (
            Resolved(TicketOutcome.ReferredToCustomDevelopment),
            "eng",
            "Erin referred this ticket to custom development."
        ),
        (new TicketWithdrawn(ByOlga, At), "own", "Olga withdrew this ticket."),
        (new TicketClosed(Olga, At), "own", "Olga closed this ticket."),
        (new TicketClosed(Erin, At), "eng", "Erin closed this ticket."),
        (new TicketClosed(Desk, At), "desk", "Closed automatically."),
        (new TicketReopened(Olga, At), "own", "Olga reopened this ticket."),
        (new FollowUpFinished(new(53, 1)), "own", "A later reply became ticket 53."),
        (new TicketMerged(new("tic-9"), 54, ByErin, At), "eng", "Merged into ticket 54."),
        (new DuplicateTakenIn(55), "desk", "Merged into this ticket: ticket 55."),
    ];

    private static readonly Type[] Internal = [typeof(TicketAssigned), typeof(TicketReleased), typeof(UrgencyChanged)];

    /// <summary>The examples by their place in the table.</summary>
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Examples.Length)];

    /// <summary>Every kind of event that a ticket's history can have.</summary>
    public static TheoryData<Type> Kinds =>
        [
            .. typeof(TicketEvent)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(TicketEvent)) && !type.IsAbstract),
        ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_event_has_the_line_of_the_table(int row)
    {
        var (happened, by, line) = Examples[row];

        Assert.Equal(line, TimelineSentences.Of(happened, by)?.Text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_shown_or_not_by_decision_and_has_an_example(Type kind)
    {
        var audience = TimelineSentences.AudienceOf(kind);

        Assert.True(audience is not null, $"Decide in TimelineSentences who sees {kind.Name}.");
        Assert.Equal(
            audience != TimelineAudience.Nobody,
            Examples.Any(example => example.Happened.GetType() == kind && example.Line is not null)
        );
    }

    [Fact]
    public void Kinds_are_found() => Assert.True(Kinds.Count > 25, $"{Kinds.Count} kinds");

    [Fact]
    public void Customers_see_nothing_of_who_works_on_a_ticket() =>
        Assert.Equal(
            Internal.ToHashSet(),
            TimelineSentences.KindsFor(isStaff: true).Except(TimelineSentences.KindsFor(isStaff: false)).ToHashSet()
        );

    [Fact]
    public void A_line_about_another_ticket_names_it_as_its_link_has_it() =>
        Assert.All(
            Examples.Select(example => TimelineSentences.Of(example.Happened, example.By)).OfType<TimelineSentence>(),
            line =>
                Assert.True(
                    line.Ticket is not { } ticket
                        || line.Text.Contains($"ticket {ticket}", StringComparison.Ordinal),
                    line.Text
                )
        );

    private static TicketOpened Opened(long? parent) =>
        new(
            7,
            new("cus-1"),
            "Acme",
            new("ACME-1"),
            "CS-Cart",
            "support",
            "Slow",
            At,
            new LicenseCoverage([]),
            CategoryHint: null,
            PreAgreedUpTo: null,
            Acknowledged: false,
            parent
        );

    private static Assessment Assessed(Category category, long price) =>
        new(
            1,
            category,
            new(price),
            CoverageBasis.Credits,
            new(CoverageBasis.Vip, At, At.AddYears(1)),
            [],
            "1",
            Erin,
            At
        )
        {
            Upgrade = category == Category.Upgrade ? Path : null,
        };

    private static AssessmentAgreed Agreed(
        Category category,
        long price,
        AgreementBasis basis,
        Origin? origin = null
    ) => new(Assessed(category, price), basis, origin ?? ByErin, At);

    private static TicketResolved Resolved(TicketOutcome outcome) =>
        new(outcome, TicketStatus.Solved, Note: null, ByErin, At);

    private static ImmutableArray<LotSlice> Lots(params long[] credits) =>
        [.. credits.Select(amount => new LotSlice(1, LotSource.License, "ACME-1", new CreditAmount(amount)))];
}
