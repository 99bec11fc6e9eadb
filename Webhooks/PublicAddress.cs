using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Webhooks;

/// <summary>
/// Tells addresses of the public internet from all others: one's own machine and network, multicast, and what leads
/// elsewhere by an address within (IANA's registries of special-purpose addresses).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly ImmutableArray<IPNetwork> Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address is one of the public internet; an IPv4 address within an IPv6 one never is.</summary>
    public static bool IsOne(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address))
        && !Special.Any(network => network.Contains(address));
}
