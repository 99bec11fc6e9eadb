using Microsoft.Extensions.Options;
using Tallydesk.Background;

namespace Tallydesk.Mail;

/// <summary>Adds mails to the gateway.</summary>
public static class MailHosting
{
    /// <summary>Adds the outbox and what empties it.</summary>
    public static void AddMail(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<MailOptions>()
            .Bind(builder.Configuration.GetSection(MailOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddSingleton<IFailedWorkSource>(services => services.GetRequiredService<Outbox>());
        builder.Services.AddSingleton<Postman>();
        builder.Services.AddHostedService<MailDelivery>();
    }
}
