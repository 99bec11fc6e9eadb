using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Explanations;

/// <summary>Charges and refunds as tickets had them, and entries of statements.</summary>
internal static class ChargeExamples
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Example> Rows { get; } = [.. Charges(), .. Refunds(), .. Entries()];

    private static Example[] Charges() =>
        [
            Charge(
                "A question",
                new PureDesk(100),
                desk => desk.Assess(desk.Open(), Category.Question),
                "Charged because Erin assessed this as a question, which costs 5 credits. Questions need no approval."
            ),
            Charge(
                "A price that you accepted",
                new PureDesk(100),
                desk => Accept(desk, desk.Open(), Category.Investigation),
                "Charged because you accepted 20 credits for Investigation on 2 Mar 2026, 10:00."
            ),
            Charge(
                "A higher price that you accepted",
                new PureDesk(100),
                desk =>
                {
                    var ticket = desk.Open();
                    Accept(desk, ticket, Category.Configuration);
                    desk.Now = PureDesk.Start.AddHours(1);
                    Accept(desk, ticket, Category.Investigation);
                },
                "Charged 10 more because you accepted 20 credits for Investigation on 2 Mar 2026, 11:00."
            ),
            Charge(
                "Within the pre-approved amount",
                new PureDesk(100),
                desk => desk.Assess(desk.Open(ceiling: 30), Category.Investigation),
                "Charged automatically – within your pre-approved 30 credits. 20 credits for Investigation."
            ),
            Charge(
                "A lower price than the one you accepted",
                new PureDesk(12),
                desk =>
                {
                    var ticket = desk.Open();
                    Accept(desk, ticket, Category.Investigation);
                    desk.Assess(ticket, Category.Configuration);
                },
                "Charged: 10 credits for Configuration, not more than you approved on 2 Mar 2026, 10:00."
            ),
            Charge(
                "The earlier price, after you declined an increase",
                new PureDesk(5),
                desk =>
                {
                    var ticket = desk.Open();
                    Accept(desk, ticket, Category.Configuration);
                    desk.Assess(ticket, Category.Investigation);
                    desk.Decide(ticket, ConsentDecision.Decline);
                    desk.Purchase(5);
                },
                "Charged: 10 credits for Configuration, the price before the change you declined on 2 Mar 2026, 10:00."
            ),
        ];

    private static Example[] Refunds() =>
        [
            Refund(
                "A security bug",
                (desk, ticket) => desk.Assess(ticket, Category.SecurityBug),
                "Refunded because Erin confirmed a security bug, which is free, on 2 Mar 2026, 11:00."
            ),
            Refund(
                "A lower price",
                (desk, ticket) => desk.Assess(ticket, Category.Configuration),
                "Refunded because Erin lowered the price to 10 credits for Configuration on 2 Mar 2026, 11:00."
            ),
            Refund(
                "A lower price with terms that you accepted",
                (desk, ticket) =>
                {
                    desk.Assess(ticket, Category.Upgrade, upgrade: new("4.3.1", "4.3.2"));
                    desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true);
                },
                "Refunded because you accepted the lower price of 20 credits for Upgrade 4.3.1 → 4.3.2 on 2 Mar 2026, 11:00.",
                Category.ComplexModification
            ),
            Refund(
                "Closed as a duplicate",
                (desk, ticket) => desk.Resolve(ticket, TicketOutcome.Duplicate),
                "Refunded because this ticket was closed as a duplicate on 2 Mar 2026, 11:00."
            ),
            Refund(
                "Merged into another ticket",
                (desk, ticket) => desk.Merge(ticket, desk.Open()),
                "Refunded because this ticket was merged into another one on 2 Mar 2026, 11:00."
            ),
            Refund(
                "A waiver",
                (desk, ticket) => desk.Waive(ticket, "The wait was too long"),
                "Refunded because Erin waived the price on 2 Mar 2026, 11:00. Reason: The wait was too long."
            ),
            Refund(
                "VIP care that was bought later",
                (desk, ticket) => desk.Cover(ticket, Outcomes.CareFrom(PureDesk.Start)),
                "Refunded because Erin applied your VIP care to this ticket on 2 Mar 2026, 11:00. Reason: care was bought."
            ),
            RefundOf(
                AgreementBasis.Ceiling,
                "A lower price within the pre-approved amount",
                "Refunded because Erin lowered the price to 10 credits for Configuration on 2 Mar 2026, 10:00."
            ),
            RefundOf(
                AgreementBasis.IncreaseDeclined,
                "An increase that you declined",
                "Refunded because you declined a change on 2 Mar 2026, 10:00. The price stays at 10 credits for Configuration."
            ),
            Late("A charge that came after the end of the ticket", (_, _) => { }),
            Late(
                "A charge that came after the end of a ticket that was assessed again at the same price",
                (desk, ticket) => desk.Assess(ticket, Category.Investigation)
            ),
            FreeByPeriod(
                "A category that your support period includes",
                "Refunded because Erin assessed this as Question, which is free for you, on 2 Mar 2026, 11:00."
            ),
            Refund(
                "A waiver that applies again",
                (desk, ticket) =>
                {
                    desk.Waive(ticket, "The wait was too long");
                    desk.Assess(ticket, Category.Configuration);
                    desk.Decide(ticket, ConsentDecision.Accept);
                    desk.Now += TimeSpan.FromHours(1);
                    desk.Assess(ticket, Category.Investigation);
                },
                "Refunded because Erin waived the price on 2 Mar 2026, 11:00. Reason: The wait was too long."
            ),
            Voided(
                "A waiver, after the license was revoked",
                "Refunded because Erin waived the price on 2 Mar 2026, 11:00. Reason: goodwill. 20 credits of this refund were voided, because the license they came from was revoked."
            ),
        ];

    private static Example[] Entries() =>
        [
            Entry(EntryKind.Grant, "A license", 50, "ACME-1", "50 credits granted with license ACME-1."),
            Entry(EntryKind.Purchase, "A purchase", 25, "1001", "25 credits purchased with order 1001."),
            Entry(
                EntryKind.Adjustment,
                "Goodwill",
                10,
                "Sorry for the wait",
                "10 credits added by support. Reason: Sorry for the wait."
            ),
            Entry(
                EntryKind.Adjustment,
                "A correction",
                -3,
                "Entered twice.",
                "3 credits removed by support. Reason: Entered twice."
            ),
            Entry(
                EntryKind.Void,
                "A revoked license",
                -12,
                "ACME-1",
                "12 credits voided, because license ACME-1 was revoked."
            ),
            Entry(EntryKind.Charge, "A charge whose assessment is not known", -1, "", "1 credit charged."),
            Entry(EntryKind.Refund, "A refund whose assessment is not known", 5, "", "5 credits refunded."),
        ];

    private static Example Charge(string situation, PureDesk desk, Action<PureDesk> act, string sentence)
    {
        act(desk);
        var entry = desk.Explain(desk.Tickets.Keys.Last()).Entries[^1];
        return new(
            "Charges",
            entry.Assessment.Agreement!.Basis,
            situation,
            () => ChargeSentences.Of(entry, ExplanationTable.Clock),
            sentence
        );
    }

    private static Example Refund(
        string situation,
        Action<PureDesk, long> act,
        string sentence,
        Category paid = Category.Investigation
    )
    {
        var desk = Outcomes.Paid(paid, out var ticket);
        desk.Now = PureDesk.Start.AddHours(1);
        act(desk, ticket);
        var entry = desk.Explain(ticket).Entries[^1];
        return new(
            "Refunds",
            entry.Assessment.Agreement!.Basis,
            situation,
            () => ChargeSentences.Of(entry, ExplanationTable.Clock),
            sentence
        );
    }

    /// <summary>A question that was charged as an investigation first.</summary>
    private static Example FreeByPeriod(string situation, string sentence)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(coverage: Outcomes.PeriodFrom(PureDesk.Start.AddDays(-1)));
        Accept(desk, ticket, Category.Investigation);
        desk.Now = PureDesk.Start.AddHours(1);
        desk.Assess(ticket, Category.Question);
        var entry = desk.Explain(ticket).Entries[^1];
        return new(
            "Refunds",
            entry.Assessment.Agreement!.Basis,
            situation,
            () => ChargeSentences.Of(entry, ExplanationTable.Clock),
            sentence
        );
    }

    /// <summary>A ticket that ended while its price of 20 credits waited for credits, which arrived too late.</summary>
    private static Example Late(string situation, Action<PureDesk, long> before)
    {
        var desk = new PureDesk();
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        before(desk, ticket);
        desk.HoldsNotices = true;
        desk.BeforeSettling = () =>
        {
            desk.BeforeSettling = null;
            desk.Purchase(30);
        };
        desk.Withdraw(ticket);
        var entry = desk.Explain(ticket).Entries[^1];
        return new(
            "Refunds",
            AgreementBasis.NoneNeeded,
            situation,
            () => ChargeSentences.Of(entry, ExplanationTable.Clock),
            "Refunded because the ticket had ended before it was charged."
        );
    }

    /// <summary>A way that the rules rarely or never take; an explanation must not fail over it.</summary>
    private static Example RefundOf(AgreementBasis basis, string situation, string sentence)
    {
        var desk = Outcomes.Paid(Category.Configuration, out var ticket);
        var paid = desk.Explain(ticket).Assessments[^1];
        var movement = new TicketMovement(
            EntryKind.Refund,
            new CreditAmount(10),
            paid.Assessment,
            paid.Agreement! with
            {
                Basis = basis,
            },
            AfterEnd: false
        );
        return new("Refunds", basis, situation, () => ChargeSentences.Of(movement, ExplanationTable.Clock), sentence);
    }

    private static Example Voided(string situation, string sentence)
    {
        var desk = Outcomes.Paid(Category.Investigation, out var ticket);
        desk.Now = PureDesk.Start.AddHours(1);
        desk.Waive(ticket);
        var entry = desk.Explain(ticket).Entries[^1];
        var voided = entry with { Entry = entry.Entry with { Voided = entry.Entry.Amount } };
        return new(
            "Refunds",
            AgreementBasis.Waiver,
            situation,
            () => ChargeSentences.Of(voided, ExplanationTable.Clock),
            sentence
        );
    }

    private static Example Entry(EntryKind kind, string situation, long amount, string source, string sentence) =>
        new("Statement entries", kind, situation, () => ChargeSentences.OfEntry(kind, new(amount), source), sentence);

    private static void Accept(PureDesk desk, long ticket, Category category)
    {
        desk.Assess(ticket, category);
        desk.Decide(ticket, ConsentDecision.Accept);
    }
}
