using Tallydesk.Amounts;
using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Policy;

/// <summary>What a visitor asks the price calculator. What the address doesn't say, or says wrong, is as the form begins.</summary>
/// <param name="Edition">The license's edition.</param>
/// <param name="Kind">The license's kind.</param>
/// <param name="PurchasedOn">The day it was bought.</param>
/// <param name="HasUpgradeSubscription">Whether it has an active upgrade subscription.</param>
/// <param name="Category">The category; null as long as nothing is asked.</param>
/// <param name="From">The installed release, for upgrades.</param>
/// <param name="To">The target release, for upgrades.</param>
internal sealed record PriceQuestion(
    string Edition,
    LicenseKind Kind,
    DateOnly PurchasedOn,
    bool HasUpgradeSubscription,
    Category? Category,
    string From,
    string To
)
{
    /// <summary>Reads an address.</summary>
    /// <param name="query">The address's query.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The instant of asking.</param>
    public static PriceQuestion Of(IQueryCollection query, SupportPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);
        var edition = query["edition"].ToString();
        return new(
            policy.Editions.Any(known => known.Name == edition) ? edition : policy.Editions[0].Name,
            QueryField.Find<LicenseKind>(query["kind"].ToString()) ?? LicenseKind.First,
            QueryField.FindDay(query["purchasedOn"])
                ?? DateOnly.FromDateTime(now.ToOffset(policy.Calendar.UtcOffset).Date),
            query.ContainsKey("subscription"),
            QueryField.Find<Category>(query["category"].ToString()),
            policy.Releases.Contains(query["from"].ToString()) ? query["from"].ToString() : "",
            policy.Releases.Contains(query["to"].ToString()) ? query["to"].ToString() : ""
        );
    }

    /// <summary>What the policy makes of it; null as long as nothing is asked. The balance plays no part, since a visitor has none.</summary>
    public Evaluation? EvaluateUnder(SupportPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Category is { } category
            ? EvaluationRules.Evaluate(
                policy,
                new(Edition, Kind, now, category)
                {
                    PurchasedOn = PurchasedOn,
                    Credits =
                        category == Tallydesk.Policy.Category.ComplexModification
                            ? policy.Prices.ComplexModificationFrom
                            : null,
                    Upgrade = category == Tallydesk.Policy.Category.Upgrade && From.Length > 0 && To.Length > 0 ? new(From, To) : null,
                    UpgradeSubscription = HasUpgradeSubscription
                        ? UpgradeSubscription.Lifetime
                        : UpgradeSubscription.None,
                    Balance = CreditAmount.MostHeld,
                }
            )
            : null;
    }
}
