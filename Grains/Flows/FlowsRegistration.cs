using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Journal;

namespace Tallydesk.Flows;

/// <summary>Registers what journaled grains and the flows between them need.</summary>
public static class FlowsRegistration
{
    /// <summary>Adds the grains' services, the dispatcher and the sweep. The journal itself is registered by its storage.</summary>
    public static IServiceCollection AddFlows(this IServiceCollection services)
    {
        services.AddSingleton<Dispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>());
        services.AddHostedService<Sweep>();
        services.AddSingleton(provider => new JournalServices(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<IJournalReader>(),
            provider.GetRequiredService<Orleans.Storage.IGrainStorage>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Dispatcher>()
        ));
        return services;
    }
}
