using Tallydesk.Refusals;

namespace Tallydesk.Identity;

/// <summary>Ids of orders in the vendor's shop. They are kept and compared as they were sent.</summary>
public static class OrderIds
{
    private const int Longest = 100;

    /// <summary>Refuses what is no order id; null when it is one.</summary>
    /// <param name="orderId">The id as it was sent.</param>
    public static Refusal? Refuse(string orderId)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        return orderId.Length is > 0 and <= Longest && !orderId.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : Fields.Invalid("orderId", $"orderId must have 1 to {Longest} visible ASCII characters and no spaces.");
    }

    /// <summary>The id in lower case, which ids have in common that differ in letter case only.</summary>
    /// <param name="orderId">An id that is not refused.</param>
    public static string NameOf(string orderId)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        return orderId.ToLowerInvariant();
    }
}
