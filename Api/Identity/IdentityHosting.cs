using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Tallydesk.Audit;
using Tallydesk.Hosting;

namespace Tallydesk.Identity;

/// <summary>Who is who: tokens, the sign-in cookie, rights.</summary>
internal static class IdentityHosting
{
    /// <summary>Adds tokens, the two schemes and the rights. Without a word of its own, an endpoint needs a token.</summary>
    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<RightsLog>();
        services.AddSingleton<AuditReader>();
        services.AddSingleton<AuditSearch>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<TokenUses>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenUses>());
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<Proofs>();
        services.AddSingleton<ServerKey>();
        services.AddSingleton<TokenService>();
        services.AddSingleton<HubIdentity>();
        services.AddSingleton<Colleagues>();
        services.AddSingleton<StepCookies>();
        services
            .AddOptions<BootstrapOptions>()
            .Bind(builder.Configuration.GetSection(BootstrapOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsValidator>();
        services.AddSingleton<BootstrapToken>();
        services.AddHostedService(provider => provider.GetRequiredService<BootstrapToken>());

        services.AddTransient<DeskIdentity>();
        services
            .AddAuthentication(SchemeChoice.Desk)
            .AddCookie(SchemeChoice.Cookie)
            .Services.Configure<AuthenticationOptions>(options =>
                options.AddScheme<DeskIdentity>(SchemeChoice.Desk, displayName: null)
            );
        services.AddAuthorizationBuilder().AddRights();
        services.ConfigureOptions<SignInCookie>();
        services
            .AddOptions<SiteOptions>()
            .Bind(builder.Configuration.GetSection(SiteOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>();
        services.AddAntiforgery();
        services
            .AddOptions<AntiforgeryOptions>()
            .Configure<IOptions<SiteOptions>>(
                (options, site) =>
                {
                    options.Cookie.Name = site.Value.CookieName("tallydesk-form");
                    options.Cookie.SecurePolicy = site.Value.CookieSecurity;
                }
            );

        services.AddDataProtection().SetApplicationName("Tallydesk").ProtectKeys(builder.Configuration);
        services.AddSingleton<KeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, ring) => options.XmlRepository = ring);
    }
}
