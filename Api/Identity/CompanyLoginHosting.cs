using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Pages.Access;

namespace Tallydesk.CompanyLogin;

/// <summary>Signing in by the company's provider: the authorization code flow with PKCE, state and nonce (RFC 9700).</summary>
internal static partial class CompanyLoginHosting
{
    /// <summary>Where signing in by it begins.</summary>
    public const string Path = SignInCookie.Path + "/company";

    private const string Scheme = "company";
    private const string Email = "email";
    private const string EmailVerified = "email_verified";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Adds the login, where the settings name a provider.</summary>
    public static void AddCompanyLogin(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<CompanyOptions>()
            .Bind(builder.Configuration.GetSection(CompanyOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CompanyOptions>, CompanyOptionsValidator>();
        builder.Services.AddScoped<CompanySignIn>();
        if (!string.IsNullOrEmpty(builder.Configuration[$"{CompanyOptions.Section}:Authority"]))
        {
            builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, displayName: null, _ => { });
            builder
                .Services.AddOptions<OpenIdConnectOptions>(Scheme)
                .Configure<IOptions<CompanyOptions>, IOptions<SiteOptions>>(
                    (options, company, site) => Configure(options, company.Value, site.Value)
                );
        }
    }

    /// <summary>Adds the path that leads to the provider.</summary>
    public static void MapCompanyLogin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<CompanyOptions>>().Value.IsUsed)
        {
            app.MapPost(Path, BeginAsync)
                .AllowAnonymous()
                .RequireRateLimiting(RequestLimits.SignIn)
                .ExcludeFromDescription();
        }
    }

    /// <summary>Begins by a form, so that no other site's link signs a browser in.</summary>
    private static async Task<IResult> BeginAsync([FromForm] string? returnUrl, HttpContext http)
    {
        await http.ChallengeAsync(Scheme, new() { RedirectUri = SignInEndpoints.LocalOrHome(returnUrl) });
        var address = http.Response.Headers.Location.ToString();
        http.Response.Headers.Location = default;
        http.Response.StatusCode = StatusCodes.Status200OK;
        return new RazorComponentResult<ToCompany>(new { Address = address });
    }

    private static void Configure(OpenIdConnectOptions options, CompanyOptions company, SiteOptions site)
    {
        options.Authority = company.Authority;
        options.ClientId = company.ClientId;
        options.ClientSecret = company.ClientSecret;
        options.RequireHttpsMetadata = company.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.CallbackPath = $"{Path}/callback";
        options.SignInScheme = SchemeChoice.Cookie;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The way back is a link, so that the cookies of the way there need not go with other sites' forms.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.MapUniqueJsonKey(Email, Email);
        options.ClaimActions.MapUniqueJsonKey(EmailVerified, EmailVerified);
        options.SaveTokens = false;
        options.RemoteAuthenticationTimeout = Patience;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        foreach (var cookie in (CookieBuilder[])[options.NonceCookie, options.CorrelationCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = site.CookieSecurity;
        }

        options.Events.OnRedirectToIdentityProvider = context =>
        {
            if (site.Address is { Length: > 0 } address)
            {
                context.ProtocolMessage.RedirectUri = address.TrimEnd('/') + options.CallbackPath;
            }

            return Task.CompletedTask;
        };
        // The framework lets a token pass unsigned that came over the line to the provider itself. Here none does.
        options.Events.OnTokenValidated = context =>
        {
            if (string.IsNullOrEmpty(context.SecurityToken.RawSignature))
            {
                context.Fail("The token is not signed.");
            }

            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = ReceiveAsync;
        options.Events.OnRemoteFailure = context =>
        {
            Failed(Log(context.HttpContext), context.Failure?.GetType().Name ?? "no reason");
            context.HandleResponse();
            context.Response.Redirect($"{SignInCookie.Path}?done=company-failed");
            return Task.CompletedTask;
        };
    }

    private static async Task ReceiveAsync(TicketReceivedContext context)
    {
        var claims = context.Principal!;
        var subject = claims.FindFirst("sub")!;
        var isVerified = string.Equals(
            claims.FindFirstValue(EmailVerified),
            "true",
            StringComparison.OrdinalIgnoreCase
        );
        var identity = new CompanyIdentity(
            claims.FindFirstValue("iss") ?? subject.Issuer,
            subject.Value,
            isVerified ? claims.FindFirstValue(Email) : null
        );
        var signIn = context.HttpContext.RequestServices.GetRequiredService<CompanySignIn>();
        var isKnown = await signIn.BeginAsync(context.HttpContext, identity);
        context.HandleResponse();
        context.Response.Redirect(isKnown ? context.ReturnUri ?? "/" : $"{SignInCookie.Path}?done=company-unknown");
    }

    [LoggerMessage(4001, LogLevel.Warning, "A single sign-on attempt failed: {Reason}.")]
    private static partial void Failed(ILogger log, string reason);

    private static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CompanyLoginHosting));
}
