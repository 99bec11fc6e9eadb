using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Policy;

/// <summary>A product of the vendor's shop: exactly one of the four quantities (Policy J1).</summary>
/// <param name="Name">The name, 1 to 100 characters, unique.</param>
/// <param name="Price">The price in <paramref name="Currency"/>, more than 0, at most two decimals.</param>
/// <param name="Currency">An ISO 4217 code such as <c>USD</c>.</param>
/// <param name="BuyUrl">Where to buy it: an absolute http or https address.</param>
/// <param name="Credits">Whole credits.</param>
/// <param name="CareYears">Calendar years of VIP care.</param>
/// <param name="PeriodDays">Days of support period.</param>
/// <param name="UpgradeYears">Calendar years of upgrade subscription.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.offered-service")]
public sealed record OfferedService(
    [property: Id(0)] string Name,
    [property: Id(1)] decimal Price,
    [property: Id(2)] string Currency,
    [property: Id(3)] Uri BuyUrl,
    [property: Id(4)] CreditAmount? Credits = null,
    [property: Id(5)] int? CareYears = null,
    [property: Id(6)] int? PeriodDays = null,
    [property: Id(7)] int? UpgradeYears = null
);

/// <summary>Another place to get help (Policy J2).</summary>
/// <param name="Title">The link text, 1 to 200 characters, unique.</param>
/// <param name="Url">An absolute http or https address.</param>
/// <param name="Note">A note about what is needed there.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.help-link")]
public sealed record HelpLink(
    [property: Id(0)] string Title,
    [property: Id(1)] Uri Url,
    [property: Id(2)] string? Note = null
);

/// <summary>Texts shown to people, each 1 to 2,000 characters long (Policy J3).</summary>
/// <param name="SupportDoes">What support does.</param>
/// <param name="SupportDoesNot">What support does not do.</param>
/// <param name="CustomDevelopment">Who does work beyond support.</param>
/// <param name="NoGuarantee">When there may be no solution.</param>
/// <param name="WrittenEnglish">Support is in writing and in English (Policy A7).</param>
/// <param name="HelpDeskOnly">License owners should ask in the help desk only (Policy A7).</param>
/// <param name="WithoutLicense">Where people without a license can ask (Policy A7).</param>
/// <param name="UpgradeTerms">The terms to accept with every upgrade (Policy C7).</param>
/// <param name="OtherServices">How to request something that is not listed (Policy J1); null for none.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.policy-texts")]
public sealed record PolicyTexts(
    [property: Id(0)] ImmutableArray<string> SupportDoes,
    [property: Id(1)] ImmutableArray<string> SupportDoesNot,
    [property: Id(2)] string CustomDevelopment,
    [property: Id(3)] string NoGuarantee,
    [property: Id(4)] string WrittenEnglish,
    [property: Id(5)] string HelpDeskOnly,
    [property: Id(6)] string WithoutLicense,
    [property: Id(7)] string UpgradeTerms,
    [property: Id(8)] string? OtherServices = null
);
