using Microsoft.AspNetCore.Authentication.Cookies;

namespace Tallydesk.Identity;

/// <summary>Which proof of identity counts where: bearer tokens alone under <c>/v1</c>, the cookie on pages, either on hubs.</summary>
internal static class SchemeChoice
{
    /// <summary>The scheme that chooses.</summary>
    public const string Any = "any";

    /// <summary>Bearer tokens.</summary>
    public const string Bearer = "bearer";

    /// <summary>The cookie that signing in sets.</summary>
    public const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The scheme for a request.</summary>
    public static string Of(HttpContext http) =>
        Lies(http.Request.Path, "/v1") || (IsHub(http.Request.Path) && BearerHandler.Applies(http.Request))
            ? Bearer
            : Cookie;

    /// <summary>Whether a path is a hub's.</summary>
    public static bool IsHub(PathString path) => Lies(path, "/hubs");

    private static bool Lies(PathString path, string below) =>
        path.StartsWithSegments(below, StringComparison.OrdinalIgnoreCase);
}
