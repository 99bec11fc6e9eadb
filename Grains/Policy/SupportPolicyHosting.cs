using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tallydesk.Policy;

/// <summary>Gives a process its <see cref="ISupportPolicySource"/>.</summary>
public static class SupportPolicyHosting
{
    /// <summary>
    /// For a silo: reads the document of the settings, brings it when the silo becomes active, and follows the policy in
    /// force. A wrong document stops the start with an <see cref="OptionsValidationException"/> of one sentence.
    /// </summary>
    public static IServiceCollection AddSupportPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SupportPolicyOptions>().Bind(configuration.GetSection("Policy")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SupportPolicyOptions>, SupportPolicyCheck>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SupportPolicyInSilo>();
        return services.AddCache();
    }

    /// <summary>For a client of a cluster: follows the policy in force. To be added after the client itself.</summary>
    public static IServiceCollection AddSupportPolicyFollower(this IServiceCollection services) =>
        services.AddHostedService<SupportPolicyInClient>().AddCache();

    private static IServiceCollection AddCache(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SupportPolicyCache>();
        services.TryAddSingleton<ISupportPolicySource>(provider => provider.GetRequiredService<SupportPolicyCache>());
        return services;
    }
}

/// <summary>Brings the policy when the silo becomes active, and keeps it fresh until the silo stops.</summary>
internal sealed class SupportPolicyInSilo(SupportPolicyCache cache, IOptions<SupportPolicyOptions> options)
    : ILifecycleParticipant<ISiloLifecycle>,
        IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task following = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SupportPolicyInSilo), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    private async Task StartAsync(CancellationToken cancel)
    {
        var start = PolicyAtStart.Read(options.Value);
        if ((start.Ok ? await cache.BeginAsync(start.Value) : start.Refusal.Detail) is { } sentence)
        {
            throw new OptionsValidationException(
                nameof(SupportPolicyOptions),
                typeof(SupportPolicyOptions),
                [sentence]
            );
        }

        following = Task.Run(() => cache.KeepFreshAsync(stop.Token), cancel);
    }

    private async Task StopAsync(CancellationToken cancel)
    {
        await stop.CancelAsync();
        await following;
    }
}

/// <summary>Reads the policy when a client has connected, and keeps it fresh.</summary>
internal sealed class SupportPolicyInClient(SupportPolicyCache cache) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await cache.RefreshAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => cache.KeepFreshAsync(stoppingToken);
}
