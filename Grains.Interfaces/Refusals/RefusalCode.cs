namespace Tallydesk.Refusals;

/// <summary>
/// Every reason for which a command is refused. Programs see the name in snake_case. Where several hold, the one that
/// stands first here is told.
/// </summary>
public enum RefusalCode
{
    /// <summary>What is asked for does not exist, or is not the actor's to see.</summary>
    NotFound,

    /// <summary>Yours to see, but not your role's to do.</summary>
    Forbidden,

    /// <summary>The command id came with other content before (Policy D10).</summary>
    IdempotencyKeyReused,

    /// <summary>The caller has seen an older version.</summary>
    StaleVersion,

    /// <summary>A field is malformed or out of its range.</summary>
    InvalidField,

    /// <summary>The policy version is known with other content.</summary>
    PolicyVersionTaken,

    /// <summary>The policy document knows no such edition (Policy A3).</summary>
    UnknownEdition,

    /// <summary>The edition sells no license of that kind (Policy A4).</summary>
    KindNotSold,

    /// <summary>VIP care is not sold for the license's edition (Policy A9).</summary>
    CareNotSold,

    /// <summary>Support periods are not sold for the license's edition (Policy A9).</summary>
    PeriodNotSold,

    /// <summary>A storefront license needs a license of its edition (Policy A3).</summary>
    StorefrontWithoutLicense,

    /// <summary>The license number belongs to another customer, edition or kind (Policy A3).</summary>
    LicenseNumberTaken,

    /// <summary>The order is known under another customer, or in another letter case.</summary>
    OrderTaken,

    /// <summary>The license has been revoked (Policy A8).</summary>
    LicenseRevoked,

    /// <summary>Live chat is for licenses under VIP care (Policy E5).</summary>
    VipCareRequired,

    /// <summary>The ticket's, enquiry's or chat's status does not allow the action.</summary>
    NotInThisStatus,

    /// <summary>The days within which the customer can reopen the ticket are over (Policy F4).</summary>
    ReopeningTooLate,

    /// <summary>The ticket was merged into another one, which goes on (Policy F5).</summary>
    AlreadyMerged,

    /// <summary>Another merge of the same ticket went first (Policy F5).</summary>
    MergeInFlight,

    /// <summary>The newest message of the chat waits for an answer (Policy E5).</summary>
    NotAnswered,

    /// <summary>A charge of this ticket is under way; repeat shortly.</summary>
    ChargeInFlight,

    /// <summary>The ticket has no assessment that could be waived or covered (Policy D6, B9).</summary>
    NotAssessed,

    /// <summary>What the license covers now does not bring the ticket's category (Policy B9).</summary>
    CoverageOutOfScope,

    /// <summary>The engineer must name a price (Policy C8).</summary>
    PriceRequired,

    /// <summary>The price is below the category's least price (Policy C6).</summary>
    PriceTooLow,

    /// <summary>A price can't be named for this category.</summary>
    PriceNotAllowed,

    /// <summary>An upgrade needs the versions it goes from and to (Policy C2).</summary>
    UpgradePathRequired,

    /// <summary>The release catalog lists the minor version but not the release (Policy C3).</summary>
    UnknownRelease,

    /// <summary>The upgrade can't be priced from the catalog: quote by hand (Policy C3).</summary>
    QuoteByHand,

    /// <summary>From and to are the same release (Policy C4).</summary>
    SameRelease,

    /// <summary>The upgrade goes to an older release (Policy C4).</summary>
    Downgrade,

    /// <summary>The upgrade needs an active upgrade subscription (Policy E4).</summary>
    UpgradeSubscriptionRequired,

    /// <summary>The agreement must acknowledge the upgrade's terms (Policy C7).</summary>
    AcknowledgementRequired,

    /// <summary>The assessment named has been replaced by a newer one (Policy D4).</summary>
    RevisionSuperseded,

    /// <summary>There is no assessment that waits for the customer's decision.</summary>
    NothingToDecide,

    /// <summary>The decision on this revision has been taken already.</summary>
    AlreadyDecided,

    /// <summary>The balance does not cover it (Policy D5).</summary>
    InsufficientCredits,

    /// <summary>The charge named is not waiting in the account's line.</summary>
    ChargeNotWaiting,

    /// <summary>The ticket is assigned to another engineer, or another one is in the chat.</summary>
    AlreadyClaimed,

    /// <summary>A split needs customer messages of this ticket (Policy F1).</summary>
    NotACustomerMessage,

    /// <summary>The first message of a ticket can't be split off (Policy F1).</summary>
    FirstMessage,

    /// <summary>A chosen message has been split off already (Policy F3).</summary>
    AlreadySplit,

    /// <summary>The chat holds as many messages as it can.</summary>
    ChatFull,

    /// <summary>A file has more bytes than a file may have.</summary>
    FileTooLarge,

    /// <summary>A file is of no kind that can be attached.</summary>
    FileTypeNotAllowed,

    /// <summary>The ticket has as many files as it can.</summary>
    TooManyFiles,

    /// <summary>The license's files would have more bytes together than they may.</summary>
    AttachmentQuotaExceeded,

    /// <summary>Somebody with this e-mail address has been invited before.</summary>
    EmailTaken,

    /// <summary>The invitation has been accepted, so that it is not sent again.</summary>
    AlreadyAccepted,

    /// <summary>Nobody would be left who can run the desk.</summary>
    LastAdmin,

    /// <summary>More waits for this account than it takes in; repeat shortly.</summary>
    Busy,

    /// <summary>
    /// A grain that the command needs can't be reached, or can't write, at the moment. The detail says whether the command is
    /// recorded; repeat it with the same key either way.
    /// </summary>
    TryAgainLater,
}
