using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tallydesk.Flows;
using Tallydesk.Journal;

namespace Tallydesk.Tests.Support;

/// <summary>Moves the product's clock and leaves Orleans the machine's: a silo whose clock jumps is taken for dead.</summary>
internal static class ProductClock
{
    /// <summary>Gives journaled grains and the sweep a clock of their own. Comes after the product's own registrations.</summary>
    public static void UseProductClock(this IServiceCollection services, TimeProvider time)
    {
        services.Replace(
            ServiceDescriptor.Singleton(provider => ActivatorUtilities.CreateInstance<JournalServices>(provider, time))
        );
        services.Remove(services.Single(service => service.ImplementationType == typeof(Sweep)));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Sweep>(provider, time));
    }
}
