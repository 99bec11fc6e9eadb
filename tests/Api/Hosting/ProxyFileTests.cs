using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>What the proxy's file must say; that HAProxy takes it shows where it runs.</summary>
public sealed class ProxyFileTests
{
    [Theory]
    [InlineData("timeout http-request")]
    [InlineData("timeout client")]
    [InlineData("timeout server")]
    public void Nobody_keeps_a_connection_by_being_slow(string timeout)
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "proxy", "haproxy.cfg"));
        Assert.Contains(lines, line => line.Trim().StartsWith(timeout + " ", StringComparison.Ordinal));
    }
}
