using Tallydesk.Refusals;

namespace Tallydesk.Identity;

/// <summary>Ids of orders in the vendor's shop. They are stored and compared as sent.</summary>
public static class OrderIds
{
    private const int Longest = 100;

    /// <summary>Refuses a text that is not an order id; null if it is one.</summary>
    /// <param name="orderId">The id as it was sent.</param>
    public static Refusal? Refuse(string orderId)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        return orderId.Length is > 0 and <= Longest && !orderId.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : Fields.Invalid("orderId", $"orderId must have 1 to {Longest} visible ASCII characters and no spaces.");
    }

    /// <summary>The id in lower case: the same for ids that differ only in letter case.</summary>
    /// <param name="orderId">A valid id.</param>
    public static string NameOf(string orderId)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        return orderId.ToLowerInvariant();
    }
}
