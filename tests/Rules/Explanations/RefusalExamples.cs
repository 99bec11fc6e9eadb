using Tallydesk.Amounts;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Explanations;

/// <summary>Refusals about prices, coverage and charges, as the rules make them where one call is enough.</summary>
internal static class RefusalExamples
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Example> Rows { get; } =
    [
        Row(
            "A modification without a price",
            Priced(Category.ComplexModification),
            "Support sets the price of a modification: 20 credits or more."
        ),
        Row(
            "A modification below the minimum",
            Priced(Category.ComplexModification, 19),
            "The price must be at least 20 credits, not 19."
        ),
        Row(
            "A price for a category with a fixed one",
            Priced(Category.Question, 5),
            "This category has a fixed price. You can enter a price for a complex modification only."
        ),
        Row(
            "An upgrade without releases",
            Priced(Category.Upgrade),
            "Enter the release you have and the release you want."
        ),
        Row(
            "An unknown release",
            Upgraded("4.3.1", "4.3.99"),
            "There is no release 4.3.99. Check the number and try again."
        ),
        Row(
            "Releases that have no list price",
            Upgraded("3.0.1", "4.3.9"),
            "The upgrade 3.0.1 → 4.3.9 has no list price. Support quotes it after you create the ticket."
        ),
        Row("The same release", Upgraded("4.3.9", "4.3.9"), "You already have release 4.3.9. Choose a later one."),
        Row("An older release", Upgraded("4.3.9", "4.3.1"), "4.3.1 is older than 4.3.9. Choose a later release."),
        Row(
            "VIP care without an upgrade subscription",
            Upgraded("4.3.1", "4.3.9", new([.. Outcomes.CareFrom(PureDesk.Start).Intervals])),
            "This upgrade needs an active upgrade subscription, which this license does not have."
        ),
        Row(
            "Terms that were not accepted",
            Decided(1, ConsentDecision.Accept, Category.Upgrade),
            "Read and accept the upgrade terms first."
        ),
        Row(
            "A price that has been replaced",
            Decided(1, ConsentDecision.Accept, Category.Configuration, Category.Investigation),
            "The price has changed since you opened this page. Nothing was charged. Check the new price."
        ),
        Row(
            "A price that does not exist",
            Decided(7, ConsentDecision.Accept, Category.Configuration),
            "There is no such price to accept or decline."
        ),
        Row(
            "A price that was decided before",
            Decided(1, ConsentDecision.Accept, Category.Question),
            "This price has already been accepted or declined."
        ),
        Row(
            "A waiver without an assessment",
            new PureDesk(0) is var desk ? desk.Waive(desk.Open())! : null!,
            "This ticket has no price yet, so there is nothing to waive or cover. Assess it first."
        ),
        Row(
            "Coverage that does not include the category",
            Outcomes.Paid(Category.Investigation, out var paid).Cover(paid, Outcomes.PeriodFrom(PureDesk.Start))!,
            "What covers this license now does not include this ticket's category. The price stays as it is."
        ),
        Row(
            "A balance that would fall below zero",
            new PureDesk(8).Adjust(-20)!,
            "The balance is 8 credits. This needs 20, so 12 are missing."
        ),
        Row(
            "A revoked license",
            new Refusal(RefusalCode.LicenseRevoked, "").With("license", "ACME-1"),
            "License ACME-1 has been revoked. Choose another license."
        ),
        Row(
            "A revoked license, in a quote",
            new Refusal(RefusalCode.LicenseRevoked, ""),
            "This license has been revoked. Choose another license."
        ),
        Row(
            "Live chat without VIP care",
            new Refusal(RefusalCode.VipCareRequired, ""),
            "Live chat is part of VIP care, which this license does not have. Create a ticket."
        ),
        Row(
            "A charge under way",
            new Refusal(RefusalCode.ChargeInFlight, ""),
            "A charge of this ticket is still being processed. Try again in a moment."
        ),
        Row(
            "A charge that no longer waits",
            new Refusal(RefusalCode.ChargeNotWaiting, ""),
            "This charge is no longer waiting for credits."
        ),
        Row(
            "VIP care for an edition without it",
            new Refusal(RefusalCode.CareNotSold, "").With("edition", "CS-Cart"),
            "VIP care is not available for CS-Cart."
        ),
        Row(
            "A support period for an edition without one",
            new Refusal(RefusalCode.PeriodNotSold, "").With("edition", "CS-Cart"),
            "Support periods are not available for CS-Cart."
        ),
    ];

    private static Example Row(string situation, Refusal refusal, string sentence) =>
        new("Refusals", refusal.Code, situation, () => RefusalSentences.Of(refusal), sentence);

    private static Refusal Priced(Category category, long? credits = null) =>
        PriceRules
            .Assess(
                PolicyDocument.Shipped,
                new(category, new([]), PureDesk.Start)
                {
                    Credits = credits is { } named ? new CreditAmount(named) : null,
                }
            )
            .Refusal!;

    private static Refusal Upgraded(string from, string to, LicenseCoverage? license = null) =>
        PriceRules
            .Assess(
                PolicyDocument.Shipped,
                new(Category.Upgrade, license ?? new([]), PureDesk.Start) { Upgrade = new(from, to) }
            )
            .Refusal!;

    private static Refusal Decided(int revision, ConsentDecision decision, params Category[] assessed)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        foreach (var category in assessed)
        {
            desk.Assess(ticket, category, upgrade: category == Category.Upgrade ? new("4.3.1", "4.3.4") : null);
        }

        return desk.Decide(ticket, decision, revision)!;
    }
}
