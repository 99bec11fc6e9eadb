using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Tallydesk.Refusals;

namespace Tallydesk.Webhooks;

/// <summary>Where webhooks may lead: over HTTPS to the public internet, or to a host that the settings name.</summary>
public sealed class WebhookTargets(IOptions<WebhookOptions> options)
{
    private const int LongestUrl = 2_000;
    private readonly HashSet<string> insiders = new(options.Value.Internal, StringComparer.OrdinalIgnoreCase);

    /// <summary>How a host's addresses are found; a host that is an address is its own.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The address that was typed, when a webhook may lead there. Names are looked up when they are called.</summary>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/> of <c>url</c>.</remarks>
    public Answer<Uri> Find(string typed) =>
        typed.Length > LongestUrl
        || !Uri.TryCreate(typed, UriKind.Absolute, out var url)
        || url.Scheme is not ("https" or "http")
            ? Wrong($"url must be an address such as https://shop.example/hook with at most {LongestUrl} characters.")
        : url.UserInfo.Length > 0 || url.Fragment.Length > 0
            ? Wrong("url must not contain a user name or a fragment. Use the signature to verify the sender.")
        : IsInside(url) ? url
        : url is not { Scheme: "https", Port: 443 }
            ? Wrong("url must use HTTPS on port 443, or a host listed in Webhooks:Internal.")
        : IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.IsOne(address)
            ? Wrong("url must resolve to a public address. List internal hosts in Webhooks:Internal.")
        : url;

    /// <summary>
    /// Connects to a target. A name is looked up once, and the connection goes to the address that was checked, so that no
    /// second answer leads elsewhere.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The target is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Resolve(host, cancellation);
        if (!insiders.Contains($"{host}:{port}") && !Array.TrueForAll(addresses, PublicAddress.IsOne))
        {
            throw new UnauthorizedAccessException("The host's address is not public.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Refusal Wrong(string why) => Fields.Invalid("url", why);

    private bool IsInside(Uri uri) => insiders.Contains($"{uri.Host}:{uri.Port}");
}
