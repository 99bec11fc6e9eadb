using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tallydesk.Background;
using Tallydesk.Chats;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Flows;

/// <summary>Registers what journaled grains and the flows between them need.</summary>
public static class FlowsRegistration
{
    private const int MostWaiting = 10_000;

    /// <summary>
    /// Adds the grains' services, the dispatcher, the sweep and the policy follower. The journal itself is
    /// registered by its storage.
    /// </summary>
    public static IServiceCollection AddFlows(this IServiceCollection services)
    {
        services.AddSupportPolicyFollower();
        services.AddSingleton(new ChangedTickets());
        services.AddSingleton(new Outgoing<LicenseView>());
        services.AddSingleton(new Outgoing<ChatView>(MostWaiting));
        services.AddSingleton(new Outgoing<Notice>(MostWaiting));
        services.AddSingleton<Dispatcher>();
        for (var line = 0; line < Dispatcher.LineCount; line++)
        {
            var place = line;
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Dispatcher>().Lines[place]);
        }

        services.AddHostedService<Sweep>();
        services.AddSingleton<BackgroundHealth>();
        services.AddSingleton(provider => new JournalServices(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<IJournalReader>(),
            provider.GetRequiredService<Orleans.Storage.IGrainStorage>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Outgoing<Notice>>()
        ));
        return services;
    }
}
