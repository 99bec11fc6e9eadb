using System.Text.Json.Serialization;
using Tallydesk.Amounts;

namespace Tallydesk.Policy;

/// <summary>The benefits of licenses of an edition, by kind; null if a kind is not sold (Policy A1, A4).</summary>
/// <param name="Name">The edition's name, 1 to 100 characters, unique.</param>
/// <param name="First">The customer's first license of the edition.</param>
/// <param name="Additional">Each additional license of the edition.</param>
/// <param name="Storefront">An additional storefront of a license.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.edition")]
public sealed record Edition(
    [property: Id(0)] string Name,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.Never)] Plan? First = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.Never)] Plan? Additional = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.Never)] Plan? Storefront = null
);

/// <summary>Credits, a support period or VIP care: exactly one of them (Policy A2).</summary>
/// <param name="Credits">Whole credits, 1 to 1,000,000.</param>
/// <param name="PeriodDays">A support period in days, 1 to 3,660.</param>
/// <param name="CareYears">VIP care in calendar years, 1 to 10.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.plan")]
public sealed record Plan(
    [property: Id(0)] CreditAmount? Credits = null,
    [property: Id(1)] int? PeriodDays = null,
    [property: Id(2)] int? CareYears = null
);
