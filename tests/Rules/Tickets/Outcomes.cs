using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Tickets;

/// <summary>What staff do about a ticket's price, on a <see cref="PureDesk"/>.</summary>
internal static class Outcomes
{
    /// <summary>VIP care for a year from an instant.</summary>
    public static LicenseCoverage CareFrom(DateTimeOffset start) =>
        new([new(CoverageBasis.Vip, start, start.AddYears(1))], UpgradeSubscription.Lifetime);

    /// <summary>A support period of 30 days from an instant.</summary>
    public static LicenseCoverage PeriodFrom(DateTimeOffset start) =>
        new([new(CoverageBasis.SupportPeriod, start, start.AddDays(30))]);

    public static Refusal? Waive(this PureDesk desk, long number, string reason = "goodwill", Actor? actor = null) =>
        desk.Do(
            number,
            actor ?? PureDesk.Engineer,
            (ticket, origin) => ReliefRules.Waive(ticket, origin, new(reason), desk.Now)
        );

    public static Refusal? Cover(this PureDesk desk, long number, LicenseCoverage license, Actor? actor = null) =>
        desk.Do(
            number,
            actor ?? PureDesk.Engineer,
            (ticket, origin) =>
                ReliefRules.ApplyCoverage(
                    ticket,
                    origin,
                    new("care was bought"),
                    license,
                    desk.Policy,
                    desk.Account.Balance,
                    desk.Now
                )
        );

    public static Refusal? Fix(this PureDesk desk, long number, string? fixedIn, TicketOutcome outcome) =>
        desk.Do(
            number,
            PureDesk.Engineer,
            (ticket, origin) => EndingRules.Resolve(ticket, origin, new(outcome, null, fixedIn), desk.Policy, desk.Now)
        );

    /// <summary>How a ticket stands: its status, the category in force, and what it costs.</summary>
    public static (TicketStatus Status, Category? Category, long Charged) StandOf(this PureDesk desk, long ticket) =>
        (desk[ticket].Status, desk[ticket].Agreed?.Category, desk[ticket].Charged.Value);

    /// <summary>The explanation of what a ticket cost, made from the events and entries of the desk.</summary>
    public static ChargeExplanation Explain(this PureDesk desk, long number)
    {
        var ticket = desk[number];
        var view = TicketProjections.View(
            ticket,
            new($"tic-{number}"),
            1,
            PureDesk.Owner,
            Receipts.View(desk.Account, 1)
        );
        var entries = desk
            .Ledger.Select(
                (entry, place) => (Entry: entry, Seq: desk.Account.EntrySeq - desk.Ledger.Count + place + 1L)
            )
            .Where(one => one.Entry.Ticket == number)
            .Select(one => new TicketEntry(
                one.Seq,
                desk.Now,
                one.Entry.Kind,
                one.Entry.Amount,
                one.Entry.Operation,
                one.Entry.Revision ?? 0,
                one.Entry.Lots,
                Voided: new(0)
            ));
        return ExplanationRules.Explain(new(view, "Olga", [.. desk.EventsOf(number)], [.. entries]));
    }

    /// <summary>A desk with 100 credits and a ticket whose category has been agreed to and paid.</summary>
    public static PureDesk Paid(Category category, out long ticket, LicenseCoverage? coverage = null)
    {
        var desk = new PureDesk(100);
        ticket = desk.Open(coverage: coverage);
        desk.Assess(
            ticket,
            category,
            category == Category.ComplexModification ? 35 : null,
            category == Category.Upgrade ? new UpgradePath("4.3.1", "4.3.4") : null
        );
        desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true);
        return desk;
    }
}
