using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Licensing;

/// <summary>Reads lists of licenses. The caller has made sure that the reader may see the customer.</summary>
public sealed class LicenseQueries(IJournalReader journal)
{
    /// <summary>A page of a customer's licenses, the oldest first. They don't say why a license was revoked.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="after">Return those after this position; null for the beginning.</param>
    public Task<ImmutableArray<Listed<LicenseView>>> PageAsync(string customer, int limit, ListPlace? after) =>
        journal.ListAsync<LicenseView>(OfCustomer(customer, limit) with { After = after });

    /// <summary>A customer's licenses, the oldest first, without a page's places.</summary>
    public async Task<ImmutableArray<LicenseView>> OldestAsync(string customer, int limit) =>
        (await PageAsync(customer, limit, after: null)).Views();

    /// <summary>A customer's licenses that were not revoked, the oldest first.</summary>
    public Task<ImmutableArray<LicenseView>> NotRevokedAsync(string customer, int limit) =>
        journal.ListAsync<LicenseView>(OfCustomer(customer, limit), license => license.Coverage.RevokedAt is null);

    /// <summary>A customer's licenses that have VIP care at an instant, the oldest first.</summary>
    public Task<ImmutableArray<LicenseView>> WithVipCareAsync(string customer, DateTimeOffset at, int limit) =>
        journal.ListAsync<LicenseView>(OfCustomer(customer, limit), license => license.Coverage.IsVipAt(at));

    /// <summary>The id of a license's customer; null if the license doesn't exist.</summary>
    public async Task<string?> FindCustomerAsync(LicenseNumber license) =>
        (await journal.FindCardAsync(license.GrainKey))?.Card.Customer;

    private static CardQuery OfCustomer(string customer, int limit) =>
        new(CardKinds.License, limit) { Customer = customer };
}
