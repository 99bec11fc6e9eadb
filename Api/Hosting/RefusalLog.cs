using Tallydesk.Identity;

namespace Tallydesk.Hosting;

/// <summary>
/// Logs who was kept from what: a right that was missing, a limit that was reached, a proof that did not hold. It names the
/// route's pattern and never the address that was called, which can bear a secret.
/// </summary>
internal sealed partial class RefusalLog(RequestDelegate next, ILogger<RefusalLog> log)
{
    /// <summary>Serves the request and looks at what became of it.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (http.Response.StatusCode is not (401 or 403 or 429))
        {
            return;
        }

        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
        var who = http.User.Actor()?.Id ?? "unknown";
        var from = http.Connection.RemoteIpAddress?.ToString() ?? "no address";
        if (http.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            // Any stranger can make as many of these as they like.
            Asked(log, http.Request.Method, route, from);
        }
        else
        {
            Refused(log, http.Response.StatusCode, http.Request.Method, route, who, from);
        }
    }

    [LoggerMessage(1002, LogLevel.Information, "401 to {Method} {Route} from {Address}.")]
    private static partial void Asked(ILogger log, string method, string route, string address);

    [LoggerMessage(1003, LogLevel.Warning, "{Status} to {Method} {Route} by {Actor} from {Address}.")]
    private static partial void Refused(
        ILogger log,
        int status,
        string method,
        string route,
        string actor,
        string address
    );
}
