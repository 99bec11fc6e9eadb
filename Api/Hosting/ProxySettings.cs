using Microsoft.AspNetCore.HttpOverrides;
using Tallydesk.Storage;
using IPNetwork = System.Net.IPNetwork;

namespace Tallydesk.Hosting;

/// <summary>
/// The proxies whose word counts for the address a request came from, and for whether it came over TLS. Of all others
/// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are ignored, or a visitor could take any address.
/// </summary>
internal static class ProxySettings
{
    private const string Key = "Proxy:Networks";

    /// <summary>Reads the proxies' networks.</summary>
    /// <exception cref="StartupException">One of them is none; the message names the key.</exception>
    public static void AddProxies(this IHostApplicationBuilder builder)
    {
        var networks = Networks(builder.Configuration[Key] ?? "").ToList();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                networks.Count == 0
                    ? ForwardedHeaders.None
                    : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    private static IEnumerable<IPNetwork> Networks(string setting)
    {
        foreach (var text in setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return IPNetwork.TryParse(text, out var network)
                ? network
                : throw new StartupException($"{Key} is \"{text}\", which is not a valid network such as 10.0.0.0/24.");
        }
    }
}
