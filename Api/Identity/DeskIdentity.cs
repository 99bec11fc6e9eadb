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
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, scheme!.Name))
            : AuthenticateResult.Fail("The token is unknown or revoked.");
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
            .Of(ProblemKind.Unauthenticated, "Send a token that holds: Authorization: Bearer tdk_…")
            .ExecuteAsync(Http);
    }

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties) =>
        IsForTokens
            ? Problem
                .Of(
                    ProblemKind.Forbidden,
                    $"A token of role {Http.User.FindFirstValue(ClaimTypes.Role)} can't do this."
                )
                .ExecuteAsync(Http)
            : Http.ForbidAsync(SchemeChoice.Cookie, properties);
}
