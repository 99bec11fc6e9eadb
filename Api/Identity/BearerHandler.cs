using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tallydesk.Problems;

namespace Tallydesk.Identity;

/// <summary>Reads <c>Authorization: Bearer …</c>. On hubs a browser can't send headers, so <c>access_token</c> in the query counts there, and nowhere else.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KnownTokens tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Start = "Bearer ";

    /// <summary>Whether a request brings a token that this handler would read.</summary>
    public static bool Applies(HttpRequest request) => TextOf(request) is not null;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TextOf(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        return await tokens.ProveAsync(text) is { } principal
            ? AuthenticateResult.Success(new(principal, Scheme.Name))
            : AuthenticateResult.Fail("The token is unknown or revoked.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem
            .Of(ProblemKind.Unauthenticated, "Send a token that holds: Authorization: Bearer tdk_…")
            .ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem
            .Of(ProblemKind.Forbidden, $"A token of role {Context.User.FindFirstValue(ClaimTypes.Role)} can't do this.")
            .ExecuteAsync(Context);

    private static string? TextOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? header[Start.Length..].Trim()
            : SchemeChoice.IsHub(request.Path) && request.Query["access_token"] is [{ Length: > 0 } text] ? text
            : null;
    }
}
