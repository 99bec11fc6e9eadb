using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Journal;

namespace Tallydesk.Policy;

/// <summary>
/// One version of a vendor's support terms. All numbers of the policy are here and none are in code, so that another
/// vendor can use the same scheme with different numbers. Validated on reading; see <c>RULES.md</c> for the rules that use it.
/// </summary>
/// <param name="Version">The name of this version, 1 to 40 characters of <c>A-Z a-z 0-9 . _ -</c>; never reused for different content.</param>
/// <param name="Editions">The benefits of each edition's licenses (Policy A1), at least one edition.</param>
/// <param name="Prices">Prices in credits (Policy C1, C2, C6).</param>
/// <param name="Care">What VIP care includes (Policy E2, E3).</param>
/// <param name="UpgradeNeedsSubscription">Whose upgrades need an upgrade subscription (Policy E4).</param>
/// <param name="Calendar">The support hours (Policy H1).</param>
/// <param name="Releases">All releases except withdrawn ones, oldest first (Policy C3).</param>
/// <param name="ReopenDays">Days after closing within which a reply reopens a ticket, end excluded (Policy F4).</param>
/// <param name="CloseSolvedAfterDays">Days after which a solved ticket closes automatically (Policy F4).</param>
/// <param name="LowBalance">Low-balance thresholds in credits (Policy D14); may be empty.</param>
/// <param name="Desks">The queues' ids, each <c>[a-z0-9-]{1,32}</c>; new tickets go to the first.</param>
/// <param name="Services">What can be bought (Policy J1).</param>
/// <param name="HelpLinks">Other ways to get help (Policy J2).</param>
/// <param name="Texts">The texts people are shown (Policy A7, C7, J3).</param>
[Stored("supportPolicy")]
[GenerateSerializer, Immutable, Alias("tallydesk.support-policy-document")]
public sealed record SupportPolicy(
    [property: Id(0)] string Version,
    [property: Id(1)] ImmutableArray<Edition> Editions,
    [property: Id(2)] PriceList Prices,
    [property: Id(3)] CareTerms Care,
    [property: Id(4)] SubscriptionNeed UpgradeNeedsSubscription,
    [property: Id(5)] WorkingCalendar Calendar,
    [property: Id(6)] ImmutableArray<string> Releases,
    [property: Id(7)] int ReopenDays,
    [property: Id(8)] int CloseSolvedAfterDays,
    [property: Id(9)] ImmutableArray<CreditAmount> LowBalance,
    [property: Id(10)] ImmutableArray<string> Desks,
    [property: Id(11)] ImmutableArray<OfferedService> Services,
    [property: Id(12)] ImmutableArray<HelpLink> HelpLinks,
    [property: Id(13)] PolicyTexts Texts
);
