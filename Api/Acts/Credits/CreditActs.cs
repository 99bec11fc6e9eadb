using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Credits;

/// <summary>What leads do with a customer's credits, through whichever door: REST or a page's form. Each act takes what was typed, unchecked.</summary>
/// <exception cref="Requests.InvalidFieldException">A field is malformed.</exception>
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
            : new Refusal(RefusalCode.NotFound, "There is no such customer.");
}
