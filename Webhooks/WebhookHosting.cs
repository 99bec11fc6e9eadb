using Microsoft.Extensions.Options;
using Tallydesk.Background;
using Tallydesk.Identity;

namespace Tallydesk.Webhooks;

/// <summary>Adds webhooks to the gateway.</summary>
public static class WebhookHosting
{
    /// <summary>Adds what keeps webhooks, what looks at what happened, and what tells it.</summary>
    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<WebhookOptions>()
            .Bind(builder.Configuration.GetSection(WebhookOptions.Section))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        builder.Services.AddSingleton<WebhookTargets>();
        builder.Services.AddSingleton<WebhookStore>();
        builder.Services.AddSingleton<IWebhooksOfTokens>(services => services.GetRequiredService<WebhookStore>());
        builder.Services.AddSingleton<HappeningReader>();
        builder.Services.AddSingleton<EventTable>();
        builder.Services.AddSingleton<DeliveryTable>();
        builder.Services.AddSingleton<WebhookLag>();
        builder.Services.AddSingleton<WebhookCaller>();
        builder.Services.AddSingleton<WebhookService>();
        builder.Services.AddSingleton<WebhookDelivery>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WebhookDelivery>());
        builder.Services.AddSingleton<IFailedWorkSource, DeadDeliveries>();
        builder.Services.AddHostedService<HistoryWatch>();
    }
}
