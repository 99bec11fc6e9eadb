using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Journal;

/// <summary>
/// An order in the vendor's shop, under which credits or coverage were bought. It belongs to one customer, in one letter
/// case; the database guards that across all grains.
/// </summary>
/// <param name="Id">The id as the shop sent it.</param>
/// <param name="Customer">The customer whose order it is.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.shop-order")]
public sealed record ShopOrder(string Id, CustomerId Customer)
{
    /// <summary>What ids have in common that differ in letter case only.</summary>
    public string Name => OrderIds.NameOf(Id);

    /// <summary>
    /// The name of any order that was ever taken. Ids from before they were checked may have blanks, which were left out, and
    /// letters outside ASCII, which were kept.
    /// </summary>
    public static string NameOfAny(string id) =>
        string.Concat(id.Where(letter => letter is not (' ' or '\t' or '\n' or '\r')).Select(ToLower));

    /// <summary>
    /// Refuses an order that another command of the same customer was recording at the same instant. Nothing was written; a
    /// repeat finds it.
    /// </summary>
    public static Refusal UnderWay { get; } = Repeats.NotYet("Another command with this order");

    /// <summary>Refuses this order because another one has its name; null when it is the same one, or there is none.</summary>
    public Refusal? RefuseBeside(ShopOrder? known) =>
        known is null || known == this
            ? null
            : new Refusal(
                RefusalCode.OrderTaken,
                $"This order was already recorded as {known.Id} for customer {known.Customer}. Each order counts only once."
            )
                .With("orderId", known.Id)
                .With("customerId", known.Customer.Value);

    private static char ToLower(char letter) => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;
}
