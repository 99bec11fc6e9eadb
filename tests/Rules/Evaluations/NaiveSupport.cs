using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Hours;

namespace Tallydesk.Tests.Evaluations;

/// <summary>
/// What comes out of a case, written down a second time from the support terms and with their numbers in it: a model that
/// shares nothing with the product but the catalog and the calendar.
/// </summary>
internal sealed class NaiveSupport(SupportPolicy policy)
{
    private readonly MinuteClock clock = new(policy.Calendar, new DateOnly(2026, 2, 20));

    /// <summary>The outcome in one line: coverage, price, outcome, what is asked, missing, end and deadline; or the refusal's code.</summary>
    internal string Evaluate(EvaluationCase asked)
    {
        var plan = PlanOf(asked.Edition, asked.Kind);
        if (plan is null)
        {
            return asked.Edition == "Nova" ? "UnknownEdition" : "KindNotSold";
        }

        if (asked.RevokedAt is { } revoked && revoked <= asked.AskedAt)
        {
            return "LicenseRevoked";
        }

        var start = asked.PurchasedAt ?? new DateTimeOffset(asked.PurchasedOn!.Value, default, TimeSpan.FromHours(4));
        var isVip = plan == "1 year";
        DateTimeOffset? end = plan switch
        {
            "30 days" => start.AddDays(30),
            "45 days" => start.AddDays(45),
            "90 days" => start.AddDays(90),
            "1 year" => start.AddYears(1),
            _ => null,
        };
        end = asked.PurchasedOn is null ? end : end?.AddDays(1);
        end = asked.RevokedAt < end ? asked.RevokedAt : end;
        bool Runs(DateTimeOffset at) => start <= at && at < end;
        var (payer, price) = Price(asked, isVip && Runs(asked.AskedAt), !isVip && Runs(asked.AskedAt), Runs);
        if (price is null)
        {
            return payer;
        }

        var agreed =
            (price == 0 || asked.Category == Category.Question || price <= asked.PreAgreedUpTo?.Value)
            && (asked.Category != Category.Upgrade || asked.Acknowledged);
        var missing = Math.Max(0, price.Value - asked.Balance.Value);
        var outcome =
            !agreed ? "AwaitingConsent"
            : missing > 0 ? "AwaitingCredits"
            : "Charged";
        DateTimeOffset? due =
            isVip && Runs(asked.AskedAt) ? clock.Deadline(asked.AskedAt, TimeSpan.FromHours(12)) : null;
        var asks = (agreed, asked.Category) switch
        {
            (true, _) => "nothing",
            (false, Category.Upgrade) => "agreement and terms",
            (false, _) => "agreement",
        };
        return $"{payer} {price} {outcome} {asks} {missing} {end:u} {due:u}";
    }

    private static string? PlanOf(string edition, LicenseKind kind) =>
        (edition, kind) switch
        {
            ("CS-Cart", LicenseKind.First) => "50 credits",
            ("CS-Cart", _) => "30 credits",
            (_, LicenseKind.Storefront) => null,
            ("CS-Cart Ultimate", _) => "30 days",
            ("Multi-Vendor", _) => "45 days",
            ("Multi-Vendor Plus", _) => "90 days",
            ("Multi-Vendor Ultimate", _) => "1 year",
            _ => null,
        };

    private (string Payer, long? Price) Price(
        EvaluationCase asked,
        bool underCare,
        bool inPeriod,
        Func<DateTimeOffset, bool> runs
    )
    {
        if (asked.Credits is not null && asked.Category != Category.ComplexModification)
        {
            return ("PriceNotAllowed", null);
        }

        switch (asked.Category)
        {
            case Category.SecurityBug or Category.ProductBug:
                return (asked.Category.ToString(), 0);
            case Category.Question or Category.Configuration when inPeriod:
                return ("SupportPeriod", 0);
            case Category.Question or Category.Configuration or Category.Investigation when underCare:
                return ("Vip", 0);
            case Category.Question:
                return ("Credits", 5);
            case Category.Configuration:
                return ("Credits", 10);
            case Category.Investigation:
                return ("Credits", 20);
            case Category.Upgrade:
                return Upgrade(asked, underCare);
            default:
                var isFree =
                    asked.MinorModification
                    && underCare
                    && asked.VipQuotaUsed <= 6
                    && runs(asked.AcceptedAt ?? asked.AskedAt);
                return isFree ? ("Vip", 0)
                    : asked.Credits is null ? ("PriceRequired", null)
                    : asked.Credits.Value.Value < 20 ? ("PriceTooLow", null)
                    : ("Credits", asked.Credits?.Value);
        }
    }

    private (string Payer, long? Price) Upgrade(EvaluationCase asked, bool underCare)
    {
        if (asked.Upgrade is not { From: var from, To: var to })
        {
            return ("UpgradePathRequired", null);
        }

        var (first, last) = (policy.Releases.IndexOf(from), policy.Releases.IndexOf(to));
        int crossed;
        if (first >= 0 && last >= 0)
        {
            if (first >= last)
            {
                return (first == last ? "SameRelease" : "Downgrade", null);
            }

            crossed = policy
                .Releases[(first + 1)..(last + 1)]
                .Count(name => !name.Contains("SP", StringComparison.Ordinal));
        }
        else if ((first < 0 && IsOfKnownMinor(from)) || (last < 0 && IsOfKnownMinor(to)))
        {
            return ("UnknownRelease", null);
        }
        else if (Minor(from) != Minor(to))
        {
            return ("QuoteByHand", null);
        }
        else
        {
            crossed = Patch(to) - Patch(from);
            if (crossed <= 0)
            {
                return (crossed == 0 ? "SameRelease" : "Downgrade", null);
            }
        }

        if (!underCare)
        {
            return ("Credits", Cost(crossed));
        }

        if (first < 0 || last < 0)
        {
            return ("QuoteByHand", null);
        }

        var subscription = asked.UpgradeSubscription;
        if (!subscription.IsLifetime && !(asked.AskedAt < subscription.Until))
        {
            return ("UpgradeSubscriptionRequired", null);
        }

        var isNewest = policy.Releases[(last + 1)..].All(name => name.Contains("SP", StringComparison.Ordinal));
        return crossed <= 1 && isNewest ? ("Vip", 0) : ("Credits", Cost(crossed));
    }

    private bool IsOfKnownMinor(string release) => policy.Releases.Any(known => Minor(known) == Minor(release));

    private static long Cost(int crossed) => crossed <= 2 ? 20 : 20 + (5 * (crossed - 2));

    private static string Minor(string release) => string.Join('.', release.Split('.')[..2]);

    private static int Patch(string release) => int.Parse(release.Split('.')[2]);
}
