using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Tallydesk.Problems;

namespace Tallydesk.Identity;

/// <summary>
/// Tells who makes a request, by the proof that counts for it (<see cref="SchemeChoice"/>). It does without the framework's
/// base handler, which makes a logger and reads options for every request.
/// </summary>
internal sealed class DeskIdentity(KnownTokens tokens) : IAuthenticationHandler
{
    private AuthenticationScheme? scheme;
    private HttpContext? context;

    private HttpContext Http => context ?? throw new InvalidOperationException("The handler has not been initialized.");

    private bool IsForTokens => SchemeChoice.IsForTokens(Http.Request);

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (this.scheme, this.context) = (scheme, context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (!IsForTokens)
        {
            return await Http.AuthenticateAsync(SchemeChoice.Cookie);
        }

        if (SchemeChoice.TokenOf(Http.Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        return await tokens.ProveAsync(text) is { } principal
            ? AuthenticateResult.Success(TicketOf(principal))
            : AuthenticateResult.Fail("The token is unknown, expired or revoked.");
    }

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (!IsForTokens)
        {
            return Http.ChallengeAsync(SchemeChoice.Cookie, properties);
        }

        Http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem
            .Of(ProblemKind.Unauthenticated, "Send a valid token: Authorization: Bearer tdk_…")
            .ExecuteAsync(Http);
    }

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        if (
            Http.User.Scopes() is { } held
            && Http.GetEndpoint() is { } endpoint
            && Scopes.NeededBy(endpoint, Http.Request.Method) is var needed
            && !Scopes.Allow(held, needed)
        )
        {
            return ForbidByScopeAsync(needed);
        }

        return IsForTokens
            ? Problem
                .Of(
                    ProblemKind.Forbidden,
                    $"The role {Http.User.FindFirstValue(ClaimTypes.Role)} is not allowed to do this."
                )
                .ExecuteAsync(Http)
            : Http.ForbidAsync(SchemeChoice.Cookie, properties);
    }

    /// <summary>Says which scope the token lacks (RFC 6750).</summary>
    private Task ForbidByScopeAsync(string? needed)
    {
        Http.Response.Headers.WWWAuthenticate =
            "Bearer error=\"insufficient_scope\"" + (needed is null ? "" : $", scope=\"{needed}\"");
        return Problem
            .Of(
                ProblemKind.InsufficientScope,
                needed is null
                    ? "Tokens with scopes can't do this. Use a token without scopes."
                    : $"This token is missing the scope {needed}."
            )
            .ExecuteAsync(Http);
    }

    /// <summary>The ticket ends when the token does, so that hubs close connections then.</summary>
    private AuthenticationTicket TicketOf(ClaimsPrincipal principal) =>
        new(
            principal,
            principal.ExpiresAt() is { } until ? new AuthenticationProperties { ExpiresUtc = until } : null,
            scheme!.Name
        );
}
