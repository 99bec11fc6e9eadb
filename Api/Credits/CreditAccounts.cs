using System.Collections.Concurrent;
using Tallydesk.Identity;

namespace Tallydesk.Credits;

/// <summary>The customers' accounts. Making a grain's reference reads attributes by reflection, so the references that were made are kept.</summary>
internal sealed class CreditAccounts(IGrainFactory grains)
{
    private const int Capacity = 200_000;
    private readonly ConcurrentDictionary<string, ICreditAccountGrain> made = new();

    /// <summary>The account of a customer.</summary>
    public ICreditAccountGrain Of(string customer)
    {
        if (made.TryGetValue(customer, out var account))
        {
            return account;
        }

        if (made.Count >= Capacity)
        {
            made.Clear();
        }

        account = grains.GetGrain<ICreditAccountGrain>(new CustomerId(customer).Account.Value);
        made[customer] = account;
        return account;
    }
}
