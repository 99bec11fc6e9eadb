using Microsoft.Extensions.Options;

namespace Tallydesk.Hosting;

/// <summary>
/// The address by which links lead to this site: <c>Site:Address</c>, or without one the first of <c>Urls</c>. The host of a
/// request is never taken for it, or a visitor could have links sent that lead elsewhere.
/// </summary>
public sealed class SiteAddress(IOptions<SiteOptions> site, IConfiguration settings)
{
    /// <summary>Where the gateway listens unless <c>Urls</c> says otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>The address, without a slash at its end.</summary>
    public string Value =>
        (site.Value.Address is { Length: > 0 } set ? set : settings["Urls"]?.Split(';')[0] ?? DefaultUrls).TrimEnd('/');
}
