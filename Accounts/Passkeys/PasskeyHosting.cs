using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.People;

namespace Tallydesk.Passkeys;

/// <summary>Adds passkeys to the gateway.</summary>
public static class PasskeyHosting
{
    private const string Required = "required";

    /// <summary>Adds them, for the site's own host.</summary>
    public static void AddPasskeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        builder.Services.AddScoped<PasskeyService>();
        builder
            .Services.AddOptions<IdentityPasskeyOptions>()
            .Configure<IOptions<SiteOptions>>(
                (options, site) =>
                {
                    if (Uri.TryCreate(site.Value.Address, UriKind.Absolute, out var address))
                    {
                        options.ServerDomain = address.Host;
                    }

                    options.ValidateOrigin = shown => ValueTask.FromResult(IsOwn(shown, address));
                    options.UserVerificationRequirement = Required;
                    options.ResidentKeyRequirement = Required;
                }
            );
    }

    /// <summary>Whether a passkey was shown on this site's own page: of its address, or without one of the host that was called.</summary>
    private static bool IsOwn(PasskeyOriginValidationContext shown, Uri? address)
    {
        var request = shown.HttpContext.Request;
        var own = address?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
        return !shown.CrossOrigin && string.Equals(shown.Origin, own, StringComparison.OrdinalIgnoreCase);
    }
}
