using Tallydesk.Amounts;
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
        Assert.Equal((0, CoverageBasis.Vip), (agreed.Price.Value, agreed.Coverage));
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

        Assert.Null(Assess(desk, ticket, Minor with { Credits = new(20) }, isTaken: false));

        Assert.Equal((TicketStatus.AwaitingConsent, 20), (desk[ticket].Status, desk[ticket].Proposed!.Price.Value));
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
                .Assess(desk[ticket], Of("next"), new(category, null, path, false, null), desk.Policy, new(0), desk.Now)
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
        var again = AssessmentRules
            .Assess(desk[ticket], Of("next"), Minor, desk.Policy, new(0), desk.Now)
            .Value!.Events;
        var after = again.Aggregate(desk[ticket], TicketApply.Apply);
        Assert.Equal(("tic-1/1/modification", null), (after.FreeModification, after.Return));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20L)]
    public void E3_What_was_taken_goes_back_when_the_policy_no_longer_brings_it(long? credits)
    {
        var desk = Desk(out var ticket);
        var shipped = desk.Policy;

        var refused = Assess(
            desk,
            ticket,
            Minor with
            {
                Credits = credits.Credits(),
            },
            isTaken: true,
            WithoutModifications
        );

        Assert.Equal(credits is null ? RefusalCode.PriceRequired : null, refused?.Code);
        var after = desk[ticket];
        Assert.Equal((null, null, null), (after.Modification, after.FreeModification, after.Return));
        Assert.Equal(credits, after.Proposed?.Price.Value);
        Assert.Equal(["tic-1/1/modification"], GivenBack(desk, ticket));

        // A refused command's id can be used again, and what it takes then has a key of its own.
        desk.Policy = shipped;
        Assert.Null(Assess(desk, ticket, Minor, isTaken: true));
        Assert.Equal(
            credits is null ? "tic-1/1/modification/2" : "tic-1/2/modification/2",
            desk[ticket].FreeModification
        );
    }

    [Fact]
    public void E3_A_refused_assessment_is_not_pending_while_what_it_took_goes_back()
    {
        var desk = Desk(out var ticket);
        var requested = ModificationRules
            .Request(desk[ticket], "tic-1", Of("next"), Minor, desk.Policy, new(0), desk.Now)
            .Value!.Events.Aggregate(desk[ticket], TicketApply.Apply);

        var (events, _) = ModificationRules.After(requested, isTaken: true, WithoutModifications, desk.Now);
        var after = events.Aggregate(requested, TicketApply.Apply);

        Assert.Equal("tic-1/1/modification", after.Return?.Operation);
        Assert.False(after.IsPending("next"));
        Assert.NotNull(after.PendingSince);
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

        var events = MergeRules.End(merging, Of("next"), new(new("tic-2"), 2), refused: null, desk.Now).Value!.Events;

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

    /// <summary>A policy whose care brings no modifications.</summary>
    private static SupportPolicy WithoutModifications { get; } =
        PolicyDocument.Shipped with
        {
            Care = PolicyDocument.Shipped.Care with { MinorModificationsPerMonth = 0 },
        };

    private static IEnumerable<string> GivenBack(PureDesk desk, long ticket) =>
        desk.EventsOf(ticket).OfType<ModificationGivenBack>().Select(one => one.Operation);

    /// <summary>The flow, with the license's answer given, and the policy as it is then.</summary>
    private static Refusal? Assess(
        PureDesk desk,
        long ticket,
        AssessTicket command,
        bool isTaken,
        SupportPolicy? then = null
    )
    {
        Refusal? refusal = null;
        var refused = desk.Do(
            ticket,
            PureDesk.Engineer,
            (one, origin) => ModificationRules.Request(one, "tic-1", origin, command, desk.Policy, new(0), desk.Now)
        );
        if (refused is null)
        {
            desk.Policy = then ?? desk.Policy;
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
