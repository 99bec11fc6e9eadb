using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Credits;

/// <summary>What leads do with a customer's credits, through whichever door: REST or a page's form. Each act takes what was typed, unchecked.</summary>
/// <remarks>A malformed field is thrown as an <see cref="Requests.InvalidFieldException"/>, which each door shows as the refusal of that field.</remarks>
internal sealed class CreditActs(CreditAccounts accounts, KnownCustomers customers)
{
    /// <summary>Corrects a balance.</summary>
    public async Task<Answer<CreditReceipt>> AdjustAsync(
        CommandContext context,
        string customer,
        NewAdjustment asked
    ) =>
        await customers.ExistsAsync(customer)
            ? await accounts.Of(customer).AdjustAsync(context, asked.ToCommand())
            : new Refusal(RefusalCode.NotFound, "Customer not found.");
}
