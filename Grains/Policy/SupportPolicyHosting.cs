using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Tallydesk.Background;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>Gives a process its <see cref="ISupportPolicySource"/>.</summary>
public static class SupportPolicyHosting
{
    /// <summary>
    /// For a silo: reads the policy before the silo becomes active, and publishes the configured document once it is. An
    /// invalid document stops the startup with an <see cref="OptionsValidationException"/> of one sentence.
    /// </summary>
    public static IServiceCollection AddSupportPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SupportPolicyOptions>().Bind(configuration.GetSection("Policy")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SupportPolicyOptions>, SupportPolicyCheck>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SupportPolicyInSilo>();
        return services.AddCache();
    }

    /// <summary>Follows the policy in force. To be added after the silo or the client itself, whose grains it calls.</summary>
    public static IServiceCollection AddSupportPolicyFollower(this IServiceCollection services) =>
        services.AddHostedService<SupportPolicyAtStart>().AddHostedService<SupportPolicyLoop>().AddCache();

    private static IServiceCollection AddCache(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SupportPolicyCache>();
        services.TryAddSingleton<ISupportPolicySource>(provider => provider.GetRequiredService<SupportPolicyCache>());
        return services;
    }
}

/// <summary>Reads the policy before the silo becomes active, and brings the configured document when it is.</summary>
/// <remarks>
/// The first write can take longer than a call may, on a new database or a busy machine. Bringing the same document again
/// changes nothing, so the call is tried again a few times.
/// </remarks>
internal sealed class SupportPolicyInSilo(
    SupportPolicyCache cache,
    IOptions<SupportPolicyOptions> options,
    IGrainStorage states,
    TimeProvider time
) : ILifecycleParticipant<ISiloLifecycle>
{
    // The storage has started by then, and nobody calls grains of this silo yet.
    private const int BeforeActive = ServiceLifecycleStage.BecomeActive - 1;
    private const int MostCalls = 12;
    private readonly Lazy<Answer<PolicyAtStart>> document = new(() => PolicyAtStart.Read(options.Value));

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(
            nameof(SupportPolicyInSilo),
            BeforeActive,
            _ => StartAsync(start => cache.LoadAsync(start, states, time.GetUtcNow()))
        );
        observer.Subscribe(
            nameof(SupportPolicyInSilo),
            ServiceLifecycleStage.Active,
            cancel => StartAsync(start => BeginAsync(start, cancel))
        );
    }

    private async Task StartAsync(Func<PolicyAtStart, Task<string?>> act)
    {
        var start = document.Value;
        if ((start.Ok ? await act(start.Value) : start.Refusal.Detail) is { } sentence)
        {
            throw new OptionsValidationException(
                nameof(SupportPolicyOptions),
                typeof(SupportPolicyOptions),
                [sentence]
            );
        }
    }

    private async Task<string?> BeginAsync(PolicyAtStart start, CancellationToken cancel)
    {
        for (var call = 1; ; call++)
        {
            try
            {
                return await cache.BeginAsync(start);
            }
            catch (TimeoutException) when (call < MostCalls)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}

/// <summary>Reads the policy before the process serves anybody.</summary>
internal sealed class SupportPolicyAtStart(SupportPolicyCache cache) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => cache.RefreshAsync();

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Keeps the policy fresh. While it can't be read, the one that is known stays.</summary>
internal sealed class SupportPolicyLoop(SupportPolicyCache cache, TimeProvider time, ILogger<SupportPolicyLoop> log)
    : BackgroundLoop("support policy", TimeSpan.FromSeconds(2), time, log)
{
    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => cache.RefreshAsync();
}
