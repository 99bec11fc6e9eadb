using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Journal;

namespace Tallydesk.Policy;

/// <summary>
/// One version of a vendor's support terms. Every number of the policy stands here and none in code, so that another
/// vendor runs the same scheme with other numbers. Validated when it is read; see <c>RULES.md</c> for the rules it feeds.
/// </summary>
/// <param name="Version">Names this version, 1 to 40 characters of <c>A-Z a-z 0-9 . _ -</c>; never used for other content.</param>
/// <param name="Editions">What each edition's licenses bring (Policy A1), at least one.</param>
/// <param name="Prices">Prices in credits (Policy C1, C2, C6).</param>
/// <param name="Care">What VIP care promises (Policy E2, E3).</param>
/// <param name="UpgradeNeedsSubscription">Whose upgrades need an upgrade subscription (Policy E4).</param>
/// <param name="Calendar">The support hours (Policy H1).</param>
/// <param name="Releases">Every release, oldest first, withdrawn ones left out (Policy C3).</param>
/// <param name="ReopenDays">Days after closing within which a reply reopens a ticket, end excluded (Policy F4).</param>
/// <param name="CloseSolvedAfterDays">Days after which a solved ticket closes by itself (Policy F4).</param>
/// <param name="LowBalance">Balances below which the owner is told, in credits (Policy D14); may be empty.</param>
/// <param name="Desks">The desks' names, each <c>[a-z0-9-]{1,32}</c>; new tickets go to the first.</param>
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
