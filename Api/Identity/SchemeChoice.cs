using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>Which proof of identity counts where: bearer tokens alone under <c>/v1</c>, the cookie on pages, either on hubs.</summary>
internal static class SchemeChoice
{
    /// <summary>The scheme that reads bearer tokens, and leaves to the cookie what is not for tokens.</summary>
    public const string Desk = "desk";

    /// <summary>The cookie that signing in sets.</summary>
    public const string Cookie = SessionCookie.Scheme;

    private const string Start = "Bearer ";

    /// <summary>Whether a request uses bearer tokens: all of <c>/v1</c>, and hub requests with a token.</summary>
    public static bool IsForTokens(HttpRequest request) =>
        Lies(request.Path, "/v1") || (IsHub(request.Path) && TokenOf(request) is not null);

    /// <summary>
    /// The token's text in <c>Authorization: Bearer …</c>. A browser can't send headers to a hub, so
    /// <c>access_token</c> in the query counts there, and nowhere else.
    /// </summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? header[Start.Length..].Trim()
            : IsHub(request.Path) && request.Query["access_token"] is [{ Length: > 0 } text] ? text
            : null;
    }

    /// <summary>Whether a path is called by programs, or by a page's script.</summary>
    public static bool IsForPrograms(PathString path) => Lies(path, "/v1") || IsHub(path);

    /// <summary>Whether a path is a hub's.</summary>
    public static bool IsHub(PathString path) => Lies(path, "/hubs");

    private static bool Lies(PathString path, string below) =>
        path.StartsWithSegments(below, StringComparison.OrdinalIgnoreCase);
}
