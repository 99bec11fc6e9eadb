using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.TestingHost;
using Tallydesk.Flows;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Policy;

/// <summary>The policy's versions in a cluster of two silos.</summary>
public sealed class SupportPolicyClusterTests : IAsyncLifetime
{
    private static readonly CommandContext ByAdmin = new(new("usr-1", "Ada", Role.Admin), new("adopt-1"));

    private InProcessTestCluster? deployed;

    public async Task InitializeAsync()
    {
        deployed = await ClusterWithAsync([]);
        await deployed.DeployAsync();
    }

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_silo_starts_with_the_shipped_policy_and_knows_a_new_one_when_it_is_adopted()
    {
        Assert.All(Sources, source => Assert.Equal(PolicyDocument.Shipped.Version, source.Current.Version));

        var next = PolicyDocument.Shipped with { Version = "next", ReopenDays = 15 };
        Assert.True((await Grain.AdoptAsync(ByAdmin, next)).Ok);

        Assert.All(Sources, source => Assert.Equal(15, source.Current.ReopenDays));
        Assert.All(Sources, source => Assert.Equal(2, source.AnswerTerms.Length));
        Assert.Equal(14, (await Grain.VersionAsync(ByAdmin.Actor, PolicyDocument.Shipped.Version)).Value?.ReopenDays);
    }

    [Fact]
    public async Task An_earlier_version_comes_back_into_force_by_its_own_command()
    {
        var next = PolicyDocument.Shipped with { Version = "next" };
        var back = ByAdmin with { Id = new("adopt-2") };
        await Grain.AdoptAsync(ByAdmin, next);
        Assert.Equal(PolicySource.Admin, (await Grain.AdoptAsync(back, PolicyDocument.Shipped)).Value?.Source);

        Assert.Equal("next", (await Grain.AdoptAsync(ByAdmin, next)).Value?.Version);
        Assert.Equal(RefusalCode.IdempotencyKeyReused, (await Grain.AdoptAsync(back, next)).Refusal?.Code);
        var versions = (await Grain.VersionsAsync(ByAdmin.Actor)).Value!;
        Assert.Equal((PolicyDocument.Shipped.Version, 3), (versions.InForce, versions.Versions.Length));
    }

    [Fact]
    public async Task A_silo_that_starts_later_keeps_the_policy_in_force()
    {
        await Grain.AdoptAsync(ByAdmin, PolicyDocument.Shipped with { Version = "next" });

        var silo = await Cluster.StartAdditionalSiloAsync();

        Assert.Equal("next", silo.ServiceProvider.GetRequiredService<ISupportPolicySource>().Current.Version);
    }

    [Fact]
    public async Task A_silo_knows_the_policy_before_it_is_active_and_gets_calls()
    {
        Assert.All(
            Cluster.Silos,
            silo => Assert.Equal(PolicyDocument.Shipped.Version, KnownBeforeActive(silo.ServiceProvider))
        );
        await Grain.AdoptAsync(ByAdmin, PolicyDocument.Shipped with { Version = "next" });

        var later = await Cluster.StartAdditionalSiloAsync();

        Assert.Equal("next", KnownBeforeActive(later.ServiceProvider));
    }

    [Fact]
    public async Task Only_an_admin_puts_a_valid_new_version_in_force()
    {
        var lead = ByAdmin with { Actor = new("usr-2", "Lea", Role.Lead) };
        var wrong = PolicyDocument.Shipped with { Version = "next", Desks = [] };
        var changed = PolicyDocument.Shipped with { ReopenDays = 15 };

        Assert.Equal(RefusalCode.Forbidden, (await Grain.AdoptAsync(lead, wrong)).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidField, (await Grain.AdoptAsync(ByAdmin, wrong)).Refusal?.Code);
        Assert.Equal(RefusalCode.PolicyVersionTaken, (await Grain.AdoptAsync(ByAdmin, changed)).Refusal?.Code);
        Assert.Single((await Grain.VersionsAsync(lead.Actor)).Value!.Versions);
    }

    [Fact]
    public async Task A_wrong_file_stops_the_start_with_one_sentence()
    {
        var wrong = await ClusterWithAsync(new() { ["Policy:File"] = "/no/such/policy.json" });
        await using (wrong.ConfigureAwait(true))
        {
            var stopped = await Assert.ThrowsAsync<OptionsValidationException>(wrong.DeployAsync);

            Assert.StartsWith("Policy:File can't be read: ", stopped.Message, StringComparison.Ordinal);
        }
    }

    private static string? KnownBeforeActive(IServiceProvider silo) =>
        silo.GetServices<ILifecycleParticipant<ISiloLifecycle>>()
            .OfType<PolicyAtBecomingActive>()
            .Single()
            .Version;

    private InProcessTestCluster Cluster => deployed!;

    private ISupportPolicyGrain Grain => Cluster.Client.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);

    private IEnumerable<ISupportPolicySource> Sources =>
        Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ISupportPolicySource>());

    private static async Task<InProcessTestCluster> ClusterWithAsync(Dictionary<string, string?> settings)
    {
        var server = await PostgresServer.SharedAsync();
        settings["Storage:Connection"] = await server.CreateDatabaseAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddTallydeskJournal(configuration);
                silo.Services.AddSupportPolicy(configuration);
                silo.UseTallydeskGrains();
                silo.Services.AddFlows();
                silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PolicyAtBecomingActive>();
            }
        );
        return builder.Build();
    }

    /// <summary>Notes which policy a silo knows when it becomes active.</summary>
    private sealed class PolicyAtBecomingActive(ISupportPolicySource policy) : ILifecycleParticipant<ISiloLifecycle>
    {
        public string? Version { get; private set; }

        public void Participate(ISiloLifecycle observer) =>
            observer.Subscribe(
                nameof(PolicyAtBecomingActive),
                ServiceLifecycleStage.BecomeActive,
                _ =>
                {
                    Version = policy.Current.Version;
                    return Task.CompletedTask;
                }
            );
    }
}
