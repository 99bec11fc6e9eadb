using Microsoft.Extensions.Options;

namespace Tallydesk.Hosting;

/// <summary>The public address of the site. Configuration section <c>Site</c>.</summary>
public sealed class SiteOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Site";

    /// <summary>
    /// The site's address such as <c>https://desk.example</c>, for the links in mails; none for the first of <c>Urls</c>.
    /// The host of a request is never taken for it, or a visitor could have links sent that lead elsewhere.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>Whether the site is reached over TLS, so that cookies are for TLS only.</summary>
    public bool IsSecure => Address?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>When browsers send cookies back.</summary>
    public CookieSecurePolicy CookieSecurity => IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>A cookie's name: over TLS with the prefix by which browsers keep other hosts and plain connections from setting it.</summary>
    public string CookieName(string name) => IsSecure ? "__Host-" + name : name;
}

/// <summary>Finds a wrong address and names its key.</summary>
public sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SiteOptions options) =>
        string.IsNullOrEmpty(options.Address)
        || (Uri.TryCreate(options.Address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Site:Address must be an address such as https://desk.example.");
}
