using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Evaluations;

/// <summary>What quotes and evaluations say is what opening and assessing a ticket then does.</summary>
public sealed class WhatIfProperties
{
    /// <summary>What other tickets cost that come first: charged while the balance lasts, and waiting from then on.</summary>
    private static readonly Gen<int[]> Others = Gen.Int[20, 60].Array[0, 3];

    [Fact]
    public void A8_B1_C7_D2_D3_D5_An_evaluation_says_what_assessing_does() =>
        Cases.Sample(
            asked => asked.License is null || Said(asked.Case, Evaluate(asked.Case)) == Done(asked, others: []),
            iter: 20_000
        );

    [Fact]
    public void A8_B1_C7_D2_D3_D5_A_quote_says_what_assessing_does() =>
        Gen.Select(Cases, Others)
            .Sample(
                (asked, others) => asked.License is null || Quote(asked, others) == Done(asked, others),
                iter: 20_000
            );

    /// <summary>Cases with what their licenses cover; a license that is not sold can have no ticket.</summary>
    private static Gen<(EvaluationCase Case, LicenseCoverage? License)> Cases =>
        EvaluationProperties.Cases.Select(asked =>
        {
            // A ticket is opened as it is asked, so a modification is accepted then, and a license is revoked by then.
            var now = asked with
            {
                AcceptedAt = null,
                RevokedAt = asked.RevokedAt <= asked.AskedAt ? asked.RevokedAt : null,
            };
            var granted = PlanRules.BenefitOf(Business.Policy, now.Edition, now.Kind);
            return (now, granted.Ok ? CoverageOf(now, granted.Value) : null);
        });

    private static LicenseCoverage CoverageOf(EvaluationCase asked, Benefit granted) =>
        CoverageRules.CoverageOf(
            Business.Policy,
            granted,
            asked.PurchasedAt,
            asked.PurchasedOn,
            asked.UpgradeSubscription
        ) with
        {
            RevokedAt = asked.RevokedAt,
        };

    private static Evaluation Evaluate(EvaluationCase asked) => EvaluationRules.Evaluate(Business.Policy, asked);

    private static string Quote((EvaluationCase Case, LicenseCoverage? License) asked, int[] others)
    {
        var one = asked.Case;
        var ticket = new AssessmentCase(one.Category, asked.License!, one.AskedAt)
        {
            Credits = one.Credits,
            Upgrade = one.Upgrade,
            MinorModification = one.MinorModification,
            HasFreeModification = one.VipQuotaUsed < Business.Policy.Care.MinorModificationsPerMonth,
        };
        var agreement = new PriorAgreement(one.PreAgreedUpTo, Acknowledged: one.Acknowledged);
        var account = Receipts.View(DeskOf(one, others).Account, version: 1);
        return Said(QuoteRules.ForNewTicket(Business.Policy, ticket, agreement, account), account.Balance.Value);
    }

    private static string Said(EvaluationCase asked, Evaluation told) =>
        told.Refusal?.Code.ToString()
        ?? $"{told.Outcome} {told.Price} asked: {told.ConsentNeeded}, terms: {told.AcknowledgementNeeded}, "
            + Lacking($"{told.Outcome}", new(told.Price!.Value, asked.Balance, told.Missing));

    private static string Said(Answer<Quote> told, long balance) =>
        told.Ok
            ? $"{told.Value.Settlement.Outcome} {told.Value.Priced.Price} asked: {told.Value.ConsentNeeded}, "
                + $"terms: {told.Value.AcknowledgementNeeded}, "
                + Lacking(
                    $"{told.Value.Settlement.Outcome}",
                    new(told.Value.Settlement.Required, new(balance), told.Value.Settlement.Missing)
                )
            : told.Refusal.Code.ToString();

    /// <summary>What is needed, there and missing; what is paid, or costs nothing, lacks nothing.</summary>
    private static string Lacking(string outcome, Shortage? shortage) =>
        shortage is { Required.Value: > 0 } && outcome != nameof(AssessmentOutcome.Charged)
            ? $"needs {shortage.Required} of {shortage.Available}, missing {shortage.Missing}"
            : $"missing {shortage?.Missing ?? CreditAmount.Zero}";

    /// <summary>The customer's desk, with other tickets that come first.</summary>
    private static PureDesk DeskOf(EvaluationCase asked, int[] others)
    {
        var desk = new PureDesk(asked.Balance.Value) { Policy = Business.Policy, Now = asked.AskedAt };
        foreach (var credits in others)
        {
            desk.Assess(desk.Open(ceiling: credits), Category.ComplexModification, credits);
        }

        return desk;
    }

    /// <summary>Opens the ticket, assesses it and looks what came of it, and what a consent without the terms would meet.</summary>
    private static string Done((EvaluationCase Case, LicenseCoverage? License) asked, int[] others)
    {
        var (one, license) = (asked.Case, asked.License!);
        var desk = DeskOf(one, others);
        var (opened, number) = desk.TryOpen(one.PreAgreedUpTo?.Value, license, one.Acknowledged);
        if ((opened ?? Assess(desk, number, one)) is { } refusal)
        {
            return refusal.Code.ToString();
        }

        var ticket = desk[number];
        var outcome = ticket.Status switch
        {
            TicketStatus.Open => AssessmentOutcome.Charged,
            TicketStatus.AwaitingConsent => AssessmentOutcome.AwaitingConsent,
            TicketStatus.AwaitingCredits => AssessmentOutcome.AwaitingCredits,
            _ => throw new InvalidOperationException($"{ticket.Status} follows no assessment."),
        };
        var price = (ticket.Proposed ?? ticket.Agreed)!.Price;
        Assert.Equal(outcome == AssessmentOutcome.Charged ? price : CreditAmount.Zero, ticket.Charged);
        var receipt = desk.ReceiptOf(number);
        var isAsked = ticket.Proposed is not null;
        var needsTerms =
            isAsked && desk.Decide(number, ConsentDecision.Accept) is { Code: RefusalCode.AcknowledgementRequired };
        Assert.Equal(needsTerms, receipt.Assessment!.AcknowledgementNeeded);
        return $"{outcome} {price} asked: {isAsked}, terms: {needsTerms}, " + Lacking($"{outcome}", receipt.Shortage);
    }

    private static Refusal? Assess(PureDesk desk, long number, EvaluationCase asked)
    {
        var command = new AssessTicket(
            asked.Category,
            asked.Credits,
            asked.Upgrade,
            asked.MinorModification,
            Note: null
        );
        var isFree =
            ModificationRules.AsksLicense(desk[number], command)
            && asked.VipQuotaUsed < Business.Policy.Care.MinorModificationsPerMonth;
        return desk.Do(
            number,
            PureDesk.Engineer,
            (ticket, origin) =>
                AssessmentRules.Assess(
                    ticket,
                    origin,
                    command,
                    desk.Policy,
                    desk.Account.Balance,
                    desk.Now,
                    isFree ? "modification" : null
                )
        );
    }
}
