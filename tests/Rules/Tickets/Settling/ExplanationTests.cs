using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of the explanation of charges: each credit with its rule, assessment, agreement and corrections.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void A_question_is_explained_by_its_price_and_by_needing_no_agreement()
    {
        var desk = new PureDesk(50);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Question);
        var explained = desk.Explain(ticket);
        var entry = Assert.Single(explained.Entries);
        Assert.Equal(
            (-5, 5, "tic-1/1/charge"),
            (entry.Entry.Amount.Value, entry.NetCharge.Value, entry.Entry.Operation)
        );
        Assert.Equal<string>(["B1", "C1", "D2", "D11"], entry.Rules);
        Assert.Equal(AgreementBasis.NoneNeeded, entry.Assessment.Agreement!.Basis);
        Assert.Equal((desk.Policy.Version, "Erin"), VersionAndAuthor(entry));
        Assert.Null(explained.Waiting);
    }

    [Fact]
    public void A_consent_names_who_gave_it_and_when_and_a_refund_what_it_corrects()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Now = PureDesk.Start.AddHours(1);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Investigation);
        desk.Now = PureDesk.Start.AddHours(2);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Question);

        var entries = desk.Explain(ticket).Entries;

        Assert.Equal(
            [(-10L, 10L), (-10, 20), (15, 5)],
            entries.Select(one => (one.Entry.Amount.Value, one.NetCharge.Value))
        );
        var first = entries[0].Assessment.Agreement!;
        Assert.Equal((AgreementBasis.Consent, "Olga", 1), (first.Basis, first.By, first.Revision));
        Assert.Equal(PureDesk.Start.AddHours(1), first.At);
        Assert.Equal((2, "Olga"), (entries[1].Assessment.Agreement!.Revision, entries[1].Assessment.Agreement!.By));
        Assert.Equal<Correction>([new Correction(3, new(10)), new Correction(2, new(5))], entries[2].Corrects);
        Assert.Contains("D9", entries[2].Rules);
    }

    [Fact]
    public void A_lower_price_stands_on_the_earlier_agreement()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Configuration);
        var agreement = desk.Explain(ticket).Entries[^1].Assessment.Agreement!;
        Assert.Equal((AgreementBasis.EarlierAgreement, "Olga", 1), (agreement.Basis, agreement.By, agreement.Revision));
    }

    [Fact]
    public void A_declined_increase_does_not_replace_the_agreement_that_counts_on()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Now = PureDesk.Start.AddHours(1);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        desk.Assess(ticket, Category.Configuration);
        var agreement = desk.Explain(ticket).Assessments[^1].Agreement!;
        Assert.Equal(
            (AgreementBasis.EarlierAgreement, 1, PureDesk.Start),
            (agreement.Basis, agreement.Revision, agreement.At)
        );
    }

    [Fact]
    public void A_ceiling_is_explained_by_the_agreement_in_advance()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20);
        desk.Now = PureDesk.Start.AddHours(3);
        desk.Assess(ticket, Category.Investigation);
        var agreement = Assert.Single(desk.Explain(ticket).Entries).Assessment.Agreement!;
        Assert.Equal((AgreementBasis.Ceiling, "Olga", 20), (agreement.Basis, agreement.By, agreement.Ceiling?.Value));
        Assert.Equal(PureDesk.Start, agreement.At);
    }

    [Fact]
    public void A_declined_increase_stays_declined_and_the_earlier_one_goes_on_as_a_new_revision()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Question);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        var explained = desk.Explain(ticket);
        Assert.Equal(
            [AssessmentState.Superseded, AssessmentState.Declined, AssessmentState.Agreed],
            explained.Assessments.Select(one => one.State)
        );
        Assert.Equal(AgreementBasis.IncreaseDeclined, explained.Assessments[^1].Agreement!.Basis);
        Assert.Single(explained.Entries);
    }

    [Fact]
    public void A_waiver_is_explained_with_its_reason()
    {
        var desk = Outcomes.Paid(Category.Investigation, out var ticket);
        desk.Waive(ticket, "the wait was ours");
        var refund = desk.Explain(ticket).Entries[^1];
        Assert.Equal(
            (AgreementBasis.Waiver, "Erin", "the wait was ours"),
            (refund.Assessment.Agreement!.Basis, refund.Assessment.Agreement.By, refund.Assessment.Agreement.Reason)
        );
        Assert.Equal((0, 20), (refund.NetCharge.Value, Assert.Single(refund.Corrects).Credits.Value));
        Assert.Contains("D6", refund.Rules);
    }

    [Fact]
    public void What_costs_nothing_is_explained_without_entries()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(coverage: Outcomes.PeriodFrom(PureDesk.Start));
        desk.Assess(ticket, Category.Question);
        var explained = desk.Explain(ticket);
        Assert.Empty(explained.Entries);
        var assessment = Assert.Single(explained.Assessments).Assessment;
        Assert.Equal((CoverageBasis.SupportPeriod, PureDesk.Start), (assessment.Coverage, assessment.Interval!.Start));
        Assert.Equal<string>(["B3", "B5"], assessment.Rules);
    }

    [Fact]
    public void What_waits_is_told_with_what_is_missing()
    {
        var desk = new PureDesk(8);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal(
            new AwaitedCharge(Awaited.Consent, 1, new(20), new(new(20), new(8), new(12))),
            desk.Explain(ticket).Waiting
        );
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(
            new AwaitedCharge(Awaited.Credits, 1, new(20), new(new(20), new(8), new(12))),
            desk.Explain(ticket).Waiting
        );
        desk.Purchase(12);
        var explained = desk.Explain(ticket);
        Assert.Null(explained.Waiting);
        Assert.Equal(
            ["license", "purchase"],
            explained.Entries[0].Entry.Lots.Select(lot => $"{lot.Source}".ToLowerInvariant())
        );
    }

    [Fact]
    public void D9_An_unbroken_account_of_every_credit_adds_up_over_many_changes()
    {
        var desk = new PureDesk(1_000);
        var ticket = desk.Open();
        foreach (var round in Enumerable.Range(0, 12))
        {
            desk.Assess(ticket, round % 3 == 0 ? Category.Investigation : (Category)(round % 2));
            desk.Decide(ticket, round % 5 == 0 ? ConsentDecision.Decline : ConsentDecision.Accept);
        }

        var explained = desk.Explain(ticket);
        Assert.Equal(desk[ticket].Charged, explained.NetCharge);
        Assert.Equal(desk.Ledger.Count, explained.Entries.Length);
        Assert.All(
            explained.Entries.Where(entry => entry.Entry.Amount > CreditAmount.Zero),
            refund => Assert.Equal(refund.Entry.Amount, refund.Corrects.Sum(one => one.Credits))
        );
    }

    [Fact]
    public void Every_way_of_taking_effect_has_a_rule_with_a_sentence() =>
        Assert.All(
            Enum.GetValues<AgreementBasis>(),
            basis => Assert.NotEmpty(RuleIndex.SentenceOf(ExplanationRules.RuleOf(basis)))
        );

    private static (string Version, string By) VersionAndAuthor(ExplainedEntry entry) =>
        (entry.Assessment.Assessment.PolicyVersion, entry.Assessment.Assessment.By.Name);
}
