using Microsoft.AspNetCore.Authentication.Cookies;

namespace Tallydesk.Sessions;

/// <summary>The cookie that holds the secret of a session in a browser.</summary>
public static class SessionCookie
{
    /// <summary>Its authentication scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The claim that holds the session's secret; in the cookie alone, never in a request's principal.</summary>
    public const string Secret = "secret";
}
