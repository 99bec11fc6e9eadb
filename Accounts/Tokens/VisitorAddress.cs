using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Requests;

/// <summary>Tells visitors apart by the address they come from, as far as that can be done without a token.</summary>
public static class VisitorAddress
{
    private const int HostBytes = 8;

    /// <summary>The address, or of IPv6 the network of 64 bits, all of which belongs to one subscriber.</summary>
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    /// <summary>The same of an address; an unknown one is a visitor of its own.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(HostBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
