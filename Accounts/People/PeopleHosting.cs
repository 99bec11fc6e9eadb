using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Sessions;

namespace Tallydesk.People;

/// <summary>Adds people and their sessions to the gateway.</summary>
public static class PeopleHosting
{
    /// <summary>Adds ASP.NET Core Identity with our own store and related services. None of the framework's endpoints are mapped.</summary>
    public static void AddPeople(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<PeopleOptions>()
            .Bind(builder.Configuration.GetSection(PeopleOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PeopleOptions>, PeopleOptionsValidator>();

        services.AddSingleton<PersonRows>();
        services.AddSingleton<InvitedPeople>();
        services.AddSingleton<PersonStore>();
        services.AddSingleton<IUserStore<Person>>(provider => provider.GetRequiredService<PersonStore>());
        services.AddSingleton<SessionStore>();
        services.AddSingleton<KnownSessions>();
        services.AddIdentityCore<Person>().AddUserManager<PersonManager>();
        // Twice the framework's own: what OWASP recommends for PBKDF2 with SHA-512.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 220_000);

        services.AddSingleton<SiteAddress>();
        services.AddSingleton<PersonLinks>();
        services.AddSingleton<PersonMails>();
        services.AddSingleton<HalfSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<PeopleService>();
        services.AddSingleton<OpenWork>();
        services.AddScoped<AccessService>();
        services.AddScoped<SignInService>();
        services.AddSingleton<UnknownSignIns>();
        services.AddSingleton<LaterWork>();
        services.AddHostedService(provider => provider.GetRequiredService<LaterWork>());
    }
}
