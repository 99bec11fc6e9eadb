using System.Collections.Immutable;
using Tallydesk.Refusals;

namespace Tallydesk.Explanations;

/// <summary>Why something about a price, a coverage or a charge was refused, and what to do.</summary>
public static class RefusalSentences
{
    /// <summary>Refusals that are not about money; their own detail is the sentence.</summary>
    public static ImmutableArray<RefusalCode> Others { get; } =
    [
        RefusalCode.NotFound,
        RefusalCode.Forbidden,
        RefusalCode.IdempotencyKeyReused,
        RefusalCode.StaleVersion,
        RefusalCode.InvalidField,
        RefusalCode.PolicyVersionTaken,
        RefusalCode.UnknownEdition,
        RefusalCode.KindNotSold,
        RefusalCode.StorefrontWithoutLicense,
        RefusalCode.LicenseNumberTaken,
        RefusalCode.OrderTaken,
        RefusalCode.NotInThisStatus,
        RefusalCode.ReopeningTooLate,
        RefusalCode.AlreadyMerged,
        RefusalCode.MergeInFlight,
        RefusalCode.NotAnswered,
        RefusalCode.AlreadyClaimed,
        RefusalCode.NotACustomerMessage,
        RefusalCode.FirstMessage,
        RefusalCode.AlreadySplit,
        RefusalCode.ChatFull,
        RefusalCode.FileTooLarge,
        RefusalCode.FileTypeNotAllowed,
        RefusalCode.TooManyFiles,
        RefusalCode.AttachmentQuotaExceeded,
        RefusalCode.EmailTaken,
        RefusalCode.AlreadyAccepted,
        RefusalCode.LastAdmin,
        RefusalCode.Busy,
        RefusalCode.TryAgainLater,
    ];

    /// <summary><c>The price must be at least 20 credits, not 19.</c></summary>
    public static string Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Code switch
        {
            RefusalCode.CareNotSold => $"VIP care is not available for {Text("edition", "this edition")}.",
            RefusalCode.PeriodNotSold => $"Support periods are not available for {Text("edition", "this edition")}.",
            RefusalCode.LicenseRevoked =>
                $"{(Find("license")?.Text is { } license ? $"License {license}" : "This license")} has been revoked. Choose another license.",
            RefusalCode.VipCareRequired =>
                "Live chat is part of VIP care, which this license does not have. Create a ticket.",
            RefusalCode.ChargeInFlight => "A charge of this ticket is still being processed. Try again in a moment.",
            RefusalCode.NotAssessed =>
                "This ticket has no price yet, so there is nothing to waive or cover. Assess it first.",
            RefusalCode.CoverageOutOfScope =>
                "What covers this license now does not include this ticket's category. The price stays as it is.",
            RefusalCode.PriceRequired => Find("least")?.Number is { } least
                ? $"Support sets the price of a modification: {least} credits or more."
                : refusal.Detail,
            RefusalCode.PriceTooLow when (Find("least")?.Number, Find("credits")?.Number) is ({ } minimum, { } named) =>
                $"The price must be at least {minimum} credits, not {named}.",
            RefusalCode.PriceTooLow => "The price is below the minimum of a modification.",
            RefusalCode.PriceNotAllowed =>
                "This category has a fixed price. You can enter a price for a complex modification only.",
            RefusalCode.UpgradePathRequired => "Enter the release you have and the release you want.",
            RefusalCode.UnknownRelease =>
                $"There is no release {Text("release", "of this name")}. Check the number and try again.",
            RefusalCode.QuoteByHand => $"{Path()} has no list price. Support quotes it after you create the ticket.",
            RefusalCode.SameRelease => $"You already have release {Text("to", "this one")}. Choose a later one.",
            RefusalCode.Downgrade =>
                $"{Text("to", "This release")} is older than {Text("from", "the one you have")}. Choose a later release.",
            RefusalCode.UpgradeSubscriptionRequired =>
                "This upgrade needs an active upgrade subscription, which this license does not have.",
            RefusalCode.AcknowledgementRequired => "Read and accept the upgrade terms first.",
            RefusalCode.RevisionSuperseded =>
                "The price has changed since you opened this page. Nothing was charged. Check the new price.",
            RefusalCode.NothingToDecide => "There is no such price to accept or decline.",
            RefusalCode.AlreadyDecided => "This price has already been accepted or declined.",
            RefusalCode.InsufficientCredits
                when (Find("available")?.Number, Find("required")?.Number, Find("missing")?.Number)
                    is ({ } available, { } required, { } missing) =>
                $"The balance is {Wording.Credits(new(available))}. This needs {required}, so {missing} {(missing == 1 ? "is" : "are")} missing.",
            RefusalCode.InsufficientCredits => "The balance is too low.",
            RefusalCode.ChargeNotWaiting => "This charge is no longer waiting for credits.",
            _ when Others.Contains(refusal.Code) => refusal.Detail,
            _ => throw new InvalidOperationException($"{refusal.Code} has no sentence."),
        };

        RefusalFact? Find(string name) =>
            refusal.Facts.Where(fact => fact.Name == name).Select(fact => (RefusalFact?)fact).FirstOrDefault();

        string Text(string name, string otherwise) => Find(name)?.Text ?? otherwise;

        string Path() =>
            (Find("from")?.Text, Find("to")?.Text) is ({ } from, { } to)
                ? $"The upgrade {from} → {to}"
                : "This upgrade";
    }
}
