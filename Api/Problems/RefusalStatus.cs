using Tallydesk.Refusals;

namespace Tallydesk.Problems;

/// <summary>The one place where a refusal becomes an HTTP status.</summary>
internal static class RefusalStatus
{
    /// <summary>400 malformed, 404 absent or another's, 409 a conflict with what has happened, 412 stale, 422 refused by a rule, 503 repeat later.</summary>
    public static int Of(RefusalCode code)
    {
        // No arm for the rest: a new code does not build before its status is chosen.
#pragma warning disable CS8524 // Unnamed values can't come from a grain.
        return code switch
        {
            RefusalCode.NotFound => StatusCodes.Status404NotFound,
            RefusalCode.Forbidden => StatusCodes.Status403Forbidden,
            RefusalCode.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.StaleVersion => StatusCodes.Status412PreconditionFailed,
            RefusalCode.InvalidField => StatusCodes.Status400BadRequest,
            RefusalCode.UnknownEdition => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.KindNotSold => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.CareNotSold => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.PeriodNotSold => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.StorefrontWithoutLicense => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.LicenseNumberTaken => StatusCodes.Status409Conflict,
            RefusalCode.OrderTaken => StatusCodes.Status409Conflict,
            RefusalCode.LicenseRevoked => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.VipCareRequired => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.NotAnswered => StatusCodes.Status409Conflict,
            RefusalCode.ChatFull => StatusCodes.Status409Conflict,
            RefusalCode.NotInThisStatus => StatusCodes.Status409Conflict,
            RefusalCode.ReopeningTooLate => StatusCodes.Status409Conflict,
            RefusalCode.AlreadyMerged => StatusCodes.Status409Conflict,
            RefusalCode.MergeInFlight => StatusCodes.Status409Conflict,
            RefusalCode.ChargeInFlight => StatusCodes.Status409Conflict,
            RefusalCode.NotAssessed => StatusCodes.Status409Conflict,
            RefusalCode.CoverageOutOfScope => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.PriceRequired => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.PriceTooLow => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.PriceNotAllowed => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.UpgradePathRequired => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.UnknownRelease => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.QuoteByHand => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.SameRelease => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.Downgrade => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.UpgradeSubscriptionRequired => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.AcknowledgementRequired => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.RevisionSuperseded => StatusCodes.Status409Conflict,
            RefusalCode.NothingToDecide => StatusCodes.Status409Conflict,
            RefusalCode.AlreadyDecided => StatusCodes.Status409Conflict,
            RefusalCode.InsufficientCredits => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.ChargeNotWaiting => StatusCodes.Status409Conflict,
            RefusalCode.AlreadyClaimed => StatusCodes.Status409Conflict,
            RefusalCode.NotACustomerMessage => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.FirstMessage => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.AlreadySplit => StatusCodes.Status409Conflict,
            RefusalCode.PolicyVersionTaken => StatusCodes.Status409Conflict,
            RefusalCode.FileTooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalCode.FileTypeNotAllowed => StatusCodes.Status415UnsupportedMediaType,
            RefusalCode.TooManyFiles => StatusCodes.Status409Conflict,
            RefusalCode.AttachmentQuotaExceeded => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.EmailTaken => StatusCodes.Status409Conflict,
            RefusalCode.AlreadyAccepted => StatusCodes.Status409Conflict,
            RefusalCode.LastAdmin => StatusCodes.Status409Conflict,
            RefusalCode.Busy => StatusCodes.Status503ServiceUnavailable,
            RefusalCode.TryAgainLater => StatusCodes.Status503ServiceUnavailable,
        };
#pragma warning restore CS8524
    }
}
