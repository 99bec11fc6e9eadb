namespace Tallydesk.Refusals;

/// <summary>
/// All reasons for refusing a command. Programs see the name in snake_case. If several apply, the first
/// one in this order is reported.
/// </summary>
public enum RefusalCode
{
    /// <summary>The target does not exist, or the actor can't see it.</summary>
    NotFound,

    /// <summary>The actor can see the target, but the role is not allowed to do this.</summary>
    Forbidden,

    /// <summary>The command id was already used with different content (Policy D10).</summary>
    IdempotencyKeyReused,

    /// <summary>The caller expected a different version.</summary>
    StaleVersion,

    /// <summary>A field is invalid or out of range.</summary>
    InvalidField,

    /// <summary>The policy version already exists with different content.</summary>
    PolicyVersionTaken,

    /// <summary>The policy document has no such edition (Policy A3).</summary>
    UnknownEdition,

    /// <summary>The edition has no license of that kind (Policy A4).</summary>
    KindNotSold,

    /// <summary>VIP care is not sold for the license's edition (Policy A9).</summary>
    CareNotSold,

    /// <summary>Support periods are not sold for the license's edition (Policy A9).</summary>
    PeriodNotSold,

    /// <summary>A storefront license needs a license of its edition (Policy A3).</summary>
    StorefrontWithoutLicense,

    /// <summary>The license number belongs to another customer, edition or kind (Policy A3).</summary>
    LicenseNumberTaken,

    /// <summary>The order was already recorded for another customer, or in a different letter case.</summary>
    OrderTaken,

    /// <summary>The license has been revoked (Policy A8).</summary>
    LicenseRevoked,

    /// <summary>Live chat is only for licenses with VIP care (Policy E5).</summary>
    VipCareRequired,

    /// <summary>The status of the ticket, contact request or chat does not allow the action.</summary>
    NotInThisStatus,

    /// <summary>The grace period for reopening the ticket has ended (Policy F4).</summary>
    ReopeningTooLate,

    /// <summary>The ticket was merged into another one (Policy F5).</summary>
    AlreadyMerged,

    /// <summary>Another merge of the same ticket was first (Policy F5).</summary>
    MergeInFlight,

    /// <summary>The newest message of the chat has no answer yet (Policy E5).</summary>
    NotAnswered,

    /// <summary>A charge for this ticket is in progress; retry shortly.</summary>
    ChargeInFlight,

    /// <summary>The ticket has no assessment to waive or cover (Policy D6, B9).</summary>
    NotAssessed,

    /// <summary>The license's current coverage does not include the ticket's category (Policy B9).</summary>
    CoverageOutOfScope,

    /// <summary>The engineer must enter a price (Policy C8).</summary>
    PriceRequired,

    /// <summary>The price is below the category's minimum price (Policy C6).</summary>
    PriceTooLow,

    /// <summary>A price can't be entered for this category.</summary>
    PriceNotAllowed,

    /// <summary>An upgrade needs the releases to upgrade from and to (Policy C2).</summary>
    UpgradePathRequired,

    /// <summary>The release catalog lists the minor version but not the release (Policy C3).</summary>
    UnknownRelease,

    /// <summary>The upgrade can't be priced from the catalog and needs an individual quote (Policy C3).</summary>
    QuoteByHand,

    /// <summary>From and to are the same release (Policy C4).</summary>
    SameRelease,

    /// <summary>The upgrade goes to an older release (Policy C4).</summary>
    Downgrade,

    /// <summary>The upgrade needs an active upgrade subscription (Policy E4).</summary>
    UpgradeSubscriptionRequired,

    /// <summary>The upgrade terms must be accepted (Policy C7).</summary>
    AcknowledgementRequired,

    /// <summary>The assessment has been replaced by a newer one (Policy D4).</summary>
    RevisionSuperseded,

    /// <summary>No assessment is waiting for the customer's decision.</summary>
    NothingToDecide,

    /// <summary>This revision was already accepted or declined.</summary>
    AlreadyDecided,

    /// <summary>The balance does not cover it (Policy D5).</summary>
    InsufficientCredits,

    /// <summary>The charge is not waiting for credits.</summary>
    ChargeNotWaiting,

    /// <summary>The ticket is assigned to, or the chat was taken by, another engineer.</summary>
    AlreadyClaimed,

    /// <summary>A split needs customer messages of this ticket (Policy F1).</summary>
    NotACustomerMessage,

    /// <summary>The first message of a ticket can't be split (Policy F1).</summary>
    FirstMessage,

    /// <summary>A chosen message was already split (Policy F3).</summary>
    AlreadySplit,

    /// <summary>The chat has the maximum number of messages.</summary>
    ChatFull,

    /// <summary>A file is too large.</summary>
    FileTooLarge,

    /// <summary>A file has a type that can't be attached.</summary>
    FileTypeNotAllowed,

    /// <summary>The ticket has the maximum number of files.</summary>
    TooManyFiles,

    /// <summary>The license's storage quota would be exceeded.</summary>
    AttachmentQuotaExceeded,

    /// <summary>Someone with this email address was already invited.</summary>
    EmailTaken,

    /// <summary>The invitation was already accepted, so it can't be sent again.</summary>
    AlreadyAccepted,

    /// <summary>The last admin can't be removed.</summary>
    LastAdmin,

    /// <summary>Too many commands are waiting for this account; retry shortly.</summary>
    Busy,

    /// <summary>
    /// A grain that the command needs is temporarily unavailable. The detail says whether the command was
    /// saved; retry with the same key in either case.
    /// </summary>
    TryAgainLater,
}
