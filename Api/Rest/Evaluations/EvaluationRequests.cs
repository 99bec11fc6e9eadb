using System.Text.Json;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Evaluations;

/// <summary>Cases to evaluate.</summary>
/// <param name="Policy">A JSON merge patch (RFC 7396) of the policy in force; null or absent for none.</param>
/// <param name="Cases">Up to 1,000 cases.</param>
internal sealed record NewEvaluations(JsonElement? Policy, IReadOnlyList<NewEvaluation>? Cases)
{
    /// <summary>The most cases of one request.</summary>
    public const int MostCases = 1_000;
}

/// <summary>A license and a ticket that exist in thought only.</summary>
/// <param name="Edition">The license's edition.</param>
/// <param name="Kind">The license's kind.</param>
/// <param name="PurchasedAt">When it was bought; either this or <c>purchasedOn</c> is given.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
/// <param name="RevokedAt">When it was revoked; what is asked from then on is refused.</param>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the time until which it is active; none when absent.</param>
/// <param name="AskedAt">When the question was asked.</param>
/// <param name="Category">The category that staff assign.</param>
/// <param name="MinorModification">Whether a complex modification is a minor one.</param>
/// <param name="VipQuotaUsed">Minor modifications used up in the month of acceptance, 0 or more.</param>
/// <param name="Credits">The engineer's price, for a complex modification only; at most 1,000,000,000,000.</param>
/// <param name="Upgrade">The upgrade path, for upgrades only.</param>
/// <param name="PreAgreedUpTo">Pre-approved up to this many credits, 0 to 1,000,000,000,000.</param>
/// <param name="Acknowledged">Whether the upgrade's terms were shown and ticked.</param>
/// <param name="AcceptedAt">When a minor modification is accepted; as it is asked when absent.</param>
/// <param name="Balance">The account's balance, 0 to 1,000,000,000,000,000 credits; 0 when absent.</param>
internal sealed record NewEvaluation(
    string? Edition,
    LicenseKind? Kind,
    DateTimeOffset? PurchasedAt,
    DateOnly? PurchasedOn,
    DateTimeOffset? RevokedAt,
    string? UpgradeSubscription,
    DateTimeOffset? AskedAt,
    Category? Category,
    bool? MinorModification,
    int? VipQuotaUsed,
    CreditAmount? Credits,
    UpgradeBody? Upgrade,
    CreditAmount? PreAgreedUpTo,
    bool? Acknowledged,
    DateTimeOffset? AcceptedAt,
    CreditAmount? Balance
)
{
    /// <summary>The case as the rules take it.</summary>
    /// <exception cref="InvalidFieldException">A field is absent or malformed.</exception>
    public EvaluationCase ToCase() =>
        new(
            Given.Text(Edition, "edition"),
            Given.Value(Kind, "kind"),
            Given.Value(Given.OptionalInstant(AskedAt, "askedAt"), "askedAt"),
            Given.Value(Category, "category")
        )
        {
            PurchasedAt = Given.OptionalInstant(PurchasedAt, "purchasedAt"),
            PurchasedOn = Given.OptionalDate(PurchasedOn, "purchasedOn"),
            RevokedAt = Given.OptionalInstant(RevokedAt, "revokedAt"),
            UpgradeSubscription = SubscriptionText.Read(UpgradeSubscription),
            MinorModification = MinorModification ?? false,
            VipQuotaUsed = VipQuotaUsed ?? 0,
            Credits = Credits,
            Upgrade = Upgrade?.ToPath(),
            PreAgreedUpTo = PreAgreedUpTo,
            Acknowledged = Acknowledged ?? false,
            AcceptedAt = Given.OptionalInstant(AcceptedAt, "acceptedAt"),
            Balance = Balance ?? CreditAmount.Zero,
        };
}
