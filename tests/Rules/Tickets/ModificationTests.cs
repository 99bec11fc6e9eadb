using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Tickets;

/// <summary>Free minor modifications as a ticket sees them (Policy E3).</summary>
public sealed class ModificationTests
{
    private static readonly LicenseCoverage Care = Bought("Multi-Vendor Ultimate", "2026-03-01 15:00");
    private static readonly AssessTicket Minor = new(
        Category.ComplexModification,
        null,
        null,
        MinorModification: true,
        Note: null
    );

    [Fact]
    public void E3_What_the_license_gave_is_free_at_once()
    {
        var desk = Desk(out var ticket);

        Assert.Null(Assess(desk, ticket, Minor, isTaken: true));

        var agreed = desk[ticket].Agreed!;
        Assert.Equal((0, CoverageBasis.Vip), (agreed.Price, agreed.Coverage));
        Assert.Contains("E3", agreed.Rules);
        Assert.Equal("tic-1/1/modification", desk[ticket].FreeModification);
        Assert.False(desk[ticket].IsPending("command"));
    }

    [Fact]
    public void E3_With_none_left_a_price_is_required_and_nothing_stays_under_way()
    {
        var desk = Desk(out var ticket);

        Assert.Equal(RefusalCode.PriceRequired, Assess(desk, ticket, Minor, isTaken: false)?.Code);

        var after = desk[ticket];
        Assert.Equal((TicketStatus.New, 0, null), (after.Status, after.LastRevision, after.Modification));
    }

    [Fact]
    public void E3_With_none_left_a_named_price_of_20_is_proposed()
    {
        var desk = Desk(out var ticket);

        Assert.Null(Assess(desk, ticket, Minor with { Credits = 20 }, isTaken: false));

        Assert.Equal((TicketStatus.AwaitingConsent, 20), (desk[ticket].Status, desk[ticket].Proposed!.Price));
        Assert.Null(desk[ticket].FreeModification);
    }

    [Theory]
    [InlineData(Category.Question, true)]
    [InlineData(Category.Investigation, true)]
    [InlineData(Category.Upgrade, false)]
    public void E3_What_takes_effect_as_another_category_is_given_back(Category category, bool isGivenBack)
    {
        var desk = Desk(out var ticket);
        Assess(desk, ticket, Minor, isTaken: true);

        var path = category == Category.Upgrade ? new UpgradePath("4.3.1", "4.3.9") : null;
        var events =
            AssessmentRules
                .Assess(desk[ticket], Of("next"), new(category, null, path, false, null), desk.Policy, 0, desk.Now)
                .Value?.Events
            ?? [];
        var after = events.Aggregate(desk[ticket], TicketApply.Apply);

        Assert.Equal(isGivenBack ? "tic-1/1/modification" : null, after.Return?.Operation);
        Assert.Equal(isGivenBack, after.IsPending("next"));
    }

    [Fact]
    public void E3_The_same_ticket_assessed_again_as_minor_keeps_its_one()
    {
        var desk = Desk(out var ticket);
        Assess(desk, ticket, Minor, isTaken: true);

        Assert.False(ModificationRules.AsksLicense(desk[ticket], Minor));
        var again = AssessmentRules.Assess(desk[ticket], Of("next"), Minor, desk.Policy, 0, desk.Now).Value!.Events;
        var after = again.Aggregate(desk[ticket], TicketApply.Apply);
        Assert.Equal(("tic-1/1/modification", null), (after.FreeModification, after.Return));
    }

    [Fact]
    public void D12_E3_A_duplicate_gives_its_modification_back()
    {
        var desk = Desk(out var ticket);
        Assess(desk, ticket, Minor, isTaken: true);

        var events = EndingRules
            .Resolve(desk[ticket], Of("next"), new(TicketOutcome.Duplicate, null), desk.Policy, desk.Now)
            .Value!.Events;

        Assert.NotNull(events.Aggregate(desk[ticket], TicketApply.Apply).Return);
    }

    [Fact]
    public void F5_E3_A_merged_ticket_gives_its_modification_back()
    {
        var desk = Desk(out var ticket);
        Assess(desk, ticket, Minor, isTaken: true);
        var merging = desk[ticket] with { Merge = new(new("tic-2"), 2, desk.Now, Of("next")) };

        var events = MergeRules.End(merging, Of("next"), refused: null, desk.Now).Value!.Events;

        Assert.NotNull(events.Aggregate(merging, TicketApply.Apply).Return);
    }

    [Theory]
    [InlineData("2026-03-01 15:00", true, true)]
    [InlineData("2026-03-01 15:00", false, false)]
    [InlineData("2025-01-01 10:00", true, false)]
    public void E3_Only_a_minor_modification_asked_under_care_asks_the_license(string bought, bool isMinor, bool asks)
    {
        var desk = new PureDesk { Now = At("2026-03-10 10:00") };
        var ticket = desk.Open(coverage: Bought("Multi-Vendor Ultimate", bought));

        Assert.Equal(asks, ModificationRules.AsksLicense(desk[ticket], Minor with { MinorModification = isMinor }));
    }

    private static PureDesk Desk(out long ticket)
    {
        var desk = new PureDesk { Now = At("2026-03-10 10:00") };
        ticket = desk.Open(coverage: Care);
        return desk;
    }

    /// <summary>The flow, with the license's answer given.</summary>
    private static Refusal? Assess(PureDesk desk, long ticket, AssessTicket command, bool isTaken)
    {
        Refusal? refusal = null;
        var refused = desk.Do(
            ticket,
            PureDesk.Engineer,
            (one, origin) => ModificationRules.Request(one, "tic-1", origin, command, desk.Policy, 0, desk.Now)
        );
        if (refused is null)
        {
            desk.Do(
                ticket,
                PureDesk.Engineer,
                (one, _) =>
                {
                    var (events, why) = ModificationRules.After(one, isTaken, desk.Policy, desk.Now);
                    refusal = why;
                    return new Journal.Decision<TicketEvent>(events);
                }
            );
        }

        return refused ?? refusal;
    }

    private static Journal.Origin Of(string command) => new(PureDesk.Engineer, command, "");
}
