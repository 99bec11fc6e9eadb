using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Explanations;

/// <summary>A charge or refund of a ticket.</summary>
/// <param name="Kind">Charge or refund.</param>
/// <param name="Amount">Signed credits: negative when charged.</param>
/// <param name="Assessment">The assessment it carries out.</param>
/// <param name="Agreement">Why the assessment took effect; null where the history does not say.</param>
/// <param name="AfterEnd">Whether a refund takes back a charge that was made after the ticket had ended.</param>
public sealed record TicketMovement(
    EntryKind Kind,
    CreditAmount Amount,
    Assessment Assessment,
    ExplainedAgreement? Agreement,
    bool AfterEnd
)
{
    /// <summary>An explained entry as a movement.</summary>
    public static TicketMovement Of(ExplainedEntry explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        return new(
            explained.Entry.Kind,
            explained.Entry.Amount,
            explained.Assessment.Assessment,
            explained.Assessment.Agreement,
            explained.AfterEnd
        );
    }
}

/// <summary>Why credits moved.</summary>
public static class ChargeSentences
{
    /// <summary>Why an assessment takes effect that is never charged: its price is 0.</summary>
    public static ImmutableArray<AgreementBasis> NeverCharged { get; } =
    [AgreementBasis.Duplicate, AgreementBasis.Merged, AgreementBasis.Waiver, AgreementBasis.CoverageApplied];

    /// <summary>
    /// Why a ticket was charged or refunded:
    /// <c>Charged because you accepted 20 credits for Investigation on 27 Nov 2026, 14:02.</c>
    /// </summary>
    public static string Of(TicketMovement movement, ReaderClock clock)
    {
        ArgumentNullException.ThrowIfNull(movement);
        ArgumentNullException.ThrowIfNull(clock);
        return movement.Kind == EntryKind.Charge ? OfCharge(movement, clock) : OfRefund(movement, clock);
    }

    /// <summary>An explained entry's sentence; a refund to a revoked license says what became of the credits.</summary>
    public static string Of(ExplainedEntry explained, ReaderClock clock)
    {
        var sentence = Of(TicketMovement.Of(explained), clock);
        return explained.Entry.Voided == CreditAmount.Zero
            ? sentence
            : $"{sentence} {Wording.Credits(explained.Entry.Voided)} of this refund {(explained.Entry.Voided == CreditAmount.One ? "was" : "were")} voided, because the license they came from was revoked.";
    }

    /// <summary>An entry of a statement that belongs to no ticket.</summary>
    /// <param name="kind">What moved the credits.</param>
    /// <param name="amount">Signed credits.</param>
    /// <param name="source">The license, the order, or the reason of an adjustment.</param>
    public static string OfEntry(EntryKind kind, CreditAmount amount, string source)
    {
        var credits = Wording.Credits(amount < CreditAmount.Zero ? -amount : amount);
        return kind switch
        {
            EntryKind.Grant => $"{credits} granted with license {source}.",
            EntryKind.Purchase => $"{credits} purchased with order {source}.",
            EntryKind.Adjustment => amount < CreditAmount.Zero
                ? $"{credits} removed by support. Reason: {Ended(source)}"
                : $"{credits} added by support. Reason: {Ended(source)}",
            EntryKind.Void => $"{credits} voided, because license {source} was revoked.",
            EntryKind.Charge => $"{credits} charged.",
            EntryKind.Refund => $"{credits} refunded.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    /// <summary>What a ticket waits for: <c>Waiting for you to accept 20 credits for Investigation.</c></summary>
    /// <param name="waiting">What is waited for.</param>
    /// <param name="assessment">The newest assessment.</param>
    public static string OfWaiting(AwaitedCharge waiting, Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(assessment);
        return waiting.For switch
        {
            Awaited.Consent => assessment.Price == CreditAmount.Zero
                ? $"Waiting for you to accept the terms of {Wording.Name(assessment.Category, assessment.Upgrade)}."
                : $"Waiting for you to accept {PriceOf(assessment)}.",
            Awaited.Credits => waiting.Shortage is { Missing: { Value: > 0 } missing }
                ? $"Waiting for {Wording.More(missing)}. Work starts when {(missing == CreditAmount.One ? "it arrives" : "they arrive")}."
                : "Waiting for credits. Work starts when they arrive.",
            _ => throw new ArgumentOutOfRangeException(nameof(waiting), waiting.For, null),
        };
    }

    private static string OfCharge(TicketMovement movement, ReaderClock clock)
    {
        var (assessment, agreement) = (movement.Assessment, movement.Agreement);
        // The rest of the price was charged before.
        var charged = -movement.Amount < assessment.Price ? $"Charged {-movement.Amount} more" : "Charged";
        return agreement?.Basis switch
        {
            null => $"{charged}: {PriceOf(assessment)}.",
            AgreementBasis.NoneNeeded =>
                $"{charged} because {Wording.Person(assessment.By.Name)} assessed this as a question, which costs {Wording.Credits(assessment.Price)}. Questions need no approval.",
            // Nobody had to approve what was charged before, such as a question.
            AgreementBasis.EarlierAgreement when agreement.By is null => $"{charged}: {PriceOf(assessment)}.",
            AgreementBasis.EarlierAgreement =>
                $"{charged}: {PriceOf(assessment)}, not more than you approved on {clock.At(agreement.At)}.",
            AgreementBasis.Ceiling =>
                $"{charged} automatically – within {(agreement.Ceiling is { } ceiling ? $"your pre-approved {Wording.Credits(ceiling)}" : "what you pre-approved")}. {PriceOf(assessment)}.",
            AgreementBasis.Consent =>
                $"{charged} because you accepted {PriceOf(assessment)} on {clock.At(agreement.At)}.",
            AgreementBasis.IncreaseDeclined =>
                $"{charged}: {PriceOf(assessment)}, the price before the change you declined on {clock.At(agreement.At)}.",
            // Nothing is due, so a charge is one that is being taken back.
            AgreementBasis.Duplicate
            or AgreementBasis.Merged
            or AgreementBasis.Waiver
            or AgreementBasis.CoverageApplied =>
                $"Charged: {Wording.Credits(-movement.Amount)} for {Wording.Name(assessment.Category, assessment.Upgrade)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(movement), agreement.Basis, null),
        };
    }

    private static string OfRefund(TicketMovement movement, ReaderClock clock)
    {
        var (assessment, agreement) = (movement.Assessment, movement.Agreement);
        if (movement.AfterEnd)
        {
            return "Refunded because the ticket had ended before it was charged.";
        }

        return agreement?.Basis switch
        {
            null => $"Refunded because the price is now {PriceOf(assessment)}.",
            AgreementBasis.NoneNeeded or AgreementBasis.EarlierAgreement or AgreementBasis.Ceiling =>
                $"Refunded because {Wording.Person(assessment.By.Name)} {Lowered(assessment)} on {clock.At(assessment.At)}.",
            AgreementBasis.Consent =>
                $"Refunded because you accepted the lower price of {PriceOf(assessment)} on {clock.At(agreement.At)}.",
            AgreementBasis.IncreaseDeclined =>
                $"Refunded because you declined a change on {clock.At(agreement.At)}. The price stays at {PriceOf(assessment)}.",
            AgreementBasis.Duplicate =>
                $"Refunded because this ticket was closed as a duplicate on {clock.At(agreement.At)}.",
            AgreementBasis.Merged =>
                $"Refunded because this ticket was merged into another one on {clock.At(agreement.At)}.",
            AgreementBasis.Waiver =>
                $"Refunded because {Wording.Person(agreement.By)} waived the price on {clock.At(agreement.At)}.{Reason(agreement)}",
            AgreementBasis.CoverageApplied =>
                $"Refunded because {Wording.Person(agreement.By)} applied your {(assessment.Interval is { } interval ? Wording.Name(interval) : "coverage")} to this ticket on {clock.At(agreement.At)}.{Reason(agreement)}",
            _ => throw new ArgumentOutOfRangeException(nameof(movement), agreement.Basis, null),
        };
    }

    private static string Lowered(Assessment assessment) =>
        assessment.Category switch
        {
            Category.SecurityBug or Category.ProductBug =>
                $"confirmed a {Wording.Name(assessment.Category).ToLowerInvariant()}, which is free,",
            _ when assessment.Price == CreditAmount.Zero =>
                $"assessed this as {Wording.Name(assessment.Category, assessment.Upgrade)}, which is free for you,",
            _ => $"lowered the price to {PriceOf(assessment)}",
        };

    private static string PriceOf(Assessment assessment) =>
        $"{Wording.Credits(assessment.Price)} for {Wording.Name(assessment.Category, assessment.Upgrade)}";

    private static string Reason(ExplainedAgreement agreement) =>
        string.IsNullOrWhiteSpace(agreement.Reason) ? "" : $" Reason: {Ended(agreement.Reason)}";

    /// <summary>What a person wrote, as the end of a sentence.</summary>
    private static string Ended(string text)
    {
        var words = text.Trim();
        return words.EndsWith('.') || words.EndsWith('!') || words.EndsWith('?') ? words : $"{words}.";
    }
}
