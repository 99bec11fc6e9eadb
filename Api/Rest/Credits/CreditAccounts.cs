using Tallydesk.Identity;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Credits;

/// <summary>The customers' accounts. Making a grain's reference reads attributes by reflection, so the references that were made are kept.</summary>
internal sealed class CreditAccounts(IGrainFactory grains)
{
    private const int Capacity = 200_000;
    private readonly Remembered<string, ICreditAccountGrain> made = new(Capacity);

    /// <summary>The account of a customer.</summary>
    public ICreditAccountGrain Of(string customer) =>
        made.TryFind(customer, out var account)
            ? account
            : made.Keep(customer, grains.GetGrain<ICreditAccountGrain>(new CustomerId(customer).Account.Value));
}
