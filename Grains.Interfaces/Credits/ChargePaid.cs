using System.Collections.Immutable;

namespace Tallydesk.Credits;

/// <summary>A notice from the account: a waiting charge has been paid.</summary>
/// <param name="Charge">Its operation key.</param>
/// <param name="Lots">The lots that paid for it, in spending order.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.charge-paid")]
public sealed record ChargePaid([property: Id(0)] string Charge, [property: Id(1)] ImmutableArray<LotSlice> Lots);
