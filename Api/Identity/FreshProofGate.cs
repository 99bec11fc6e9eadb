using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>Marks what asks who sits at the browser when that was not proved within the last few minutes.</summary>
/// <param name="Page">The page that it was sent from, to go back to.</param>
internal sealed record NeedsFreshProof(string Page);

/// <summary>
/// Leads people whose session is not fresh to where they prove again who they are, before they make tokens or webhooks,
/// invite people or remove what proves them: a browser that was left open, or a stolen cookie, must not become an access that lasts. Bearer tokens are
/// proved by each request.
/// </summary>
internal static class FreshProofGate
{
    /// <summary>Where it is proved again.</summary>
    public const string Path = "/account/proof";

    /// <summary>Where it is proved again, to come back to a page.</summary>
    public static string PathTo(string page) => $"{Path}?returnUrl={Uri.EscapeDataString(page)}";

    /// <summary>Adds the gate, behind authorization.</summary>
    public static void UseFreshProofGate(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(
            (http, next) =>
            {
                if (
                    http.GetEndpoint()?.Metadata.GetMetadata<NeedsFreshProof>() is not { } needs
                    || http.User.IsFreshAt(time.GetUtcNow())
                )
                {
                    return next(http);
                }

                http.Response.Redirect(PathTo(needs.Page));
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Asks that who it is was proved within <see cref="Session.Fresh"/>.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="page">The page that it was sent from.</param>
    public static TBuilder NeedsFreshProof<TBuilder>(this TBuilder endpoint, string page)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsFreshProof(page));
}
