using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>Where the gateway listens and what it takes in.</summary>
internal static class GatewaySettings
{
    private const string UrlsKey = "Urls";

    /// <summary>Ciphers that authenticate what they encrypt, with keys that nothing kept reveals; null where the machine chooses, elsewhere than on Linux.</summary>
    private static readonly CipherSuitesPolicy? Ciphers = OperatingSystem.IsLinux()
        ? new([
            TlsCipherSuite.TLS_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ])
        : null;

    private const int LargestBody = 1 << 20;
    private const int LargestHeaders = 1 << 14;
    private const int MostHeaders = 60;
    private const int MostConnections = 20_000;
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Sets the addresses and limits of the web server.</summary>
    /// <exception cref="StartupException">An address is none, or taken; the message names its key.</exception>
    public static void AddServer(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration[UrlsKey] is { Length: > 0 } set ? set : SiteAddress.DefaultUrls;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            Check(url);
        }

        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MostConnections;
            // Prevents clients from keeping a connection with a very slow request.
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 500, gracePeriod: HeadersWithin);
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.OnAuthenticate = (_, server) => server.CipherSuitesPolicy = Ciphers;
            });
        });
    }

    private static void Check(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (IPAddress.TryParse(address.Host, out var host))
            {
                // Tried before the grains start: without an address there is nothing to start them for.
                using var listener = new TcpListener(host, address.Port);
                listener.Start();
            }
        }
        catch (SocketException taken)
        {
            throw new StartupException($"{UrlsKey}: can't listen on {url}: {taken.Message}.", taken);
        }
        catch (FormatException wrong)
        {
            throw new StartupException(
                $"{UrlsKey} is \"{url}\", which is not a valid address such as {SiteAddress.DefaultUrls}.",
                wrong
            );
        }
    }
}
