using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Tallydesk.Audit;
using Tallydesk.Background;
using Tallydesk.Flows;
using Tallydesk.Policy;
using Tallydesk.Search;
using Tallydesk.Storage;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Hosting;

/// <summary>How the grains of a process find those of others.</summary>
public enum SiloRole
{
    /// <summary>The process is the whole desk: no other one hosts grains, none connects.</summary>
    Embedded,

    /// <summary>One silo of a cluster that meets in PostgreSQL.</summary>
    Member,
}

/// <summary>Configures a process to host grains or to call them.</summary>
public static class TallydeskHosting
{
    /// <summary>Hosts the grains, with the journal, the stock grain storage and the health checks.</summary>
    /// <exception cref="StartupException">A setting is wrong; the message names its key.</exception>
    public static IHostApplicationBuilder UseTallydeskSilo(this IHostApplicationBuilder builder, SiloRole role)
    {
        builder.Configuration.AddSiloSettings();
        var storage = builder.Configuration.Read(StorageOptions.Section, new StorageOptionsValidator());
        var member = builder.Configuration.Read(MemberOptions.Section, new MemberOptionsValidator());
        if (role == SiloRole.Member && !storage.UsesPostgres)
        {
            throw new StartupException("Storage:Connection is missing. The silos of a cluster need PostgreSQL.");
        }

        // Before Orleans, whose start reads the database.
        builder.Services.AddTallydeskJournal(builder.Configuration, alone: role == SiloRole.Embedded);
        builder.Services.AddSupportPolicy(builder.Configuration);
        builder.Services.AddSingleton<IReadiness, SiloReadiness>();
        builder.UseOrleans(silo =>
        {
            silo.UseTallydeskGrains();
            if (role == SiloRole.Member)
            {
                silo.JoinCluster(member);
            }
            else
            {
                silo.UseLocalhostClustering(
                    FreePort(),
                    gatewayPort: 0,
                    null,
                    MemberOptions.ServiceId,
                    member.ClusterId
                );
            }
        });

        // After Orleans: they call grains.
        builder.Services.AddFlows();
        builder.Services.AddAudit(builder.Configuration);
        builder.Services.AddSearchIndex();
        return builder;
    }

    /// <summary>Connects to the silos of a cluster, with the reader of the journal and the health checks.</summary>
    /// <exception cref="StartupException">A setting is wrong; the message names its key.</exception>
    public static IHostApplicationBuilder UseTallydeskClient(this IHostApplicationBuilder builder)
    {
        builder.Configuration.AddSiloSettings();
        var storage = builder.Configuration.Read(StorageOptions.Section, new StorageOptionsValidator());
        var member = builder.Configuration.Read(MemberOptions.Section, new MemberOptionsValidator());
        if (!storage.UsesPostgres)
        {
            throw new StartupException("Storage:Connection is missing. A gateway of a cluster needs PostgreSQL.");
        }

        builder.Services.AddTallydeskStorage(builder.Configuration);
        builder.Services.AddSingleton<ClientReadiness>();
        builder.Services.AddSingleton<IReadiness>(s => s.GetRequiredService<ClientReadiness>());
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o =>
                (o.ServiceId, o.ClusterId) = (MemberOptions.ServiceId, member.ClusterId)
            );
            if (member.UsesTls)
            {
                client.UseTls(options => MemberTls.Use(options, member));
            }

            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = GrainHosting.ResponseTimeout);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.UseAdoNetClustering(
                (OptionsBuilder<AdoNetClusteringClientOptions> options) =>
                    options.Configure<Database>((o, db) => (o.Invariant, o.DataSource) = (db.Invariant, db.Writes))
            );
            client.AddGatewayCountChangedHandler(s => s.GetRequiredService<ClientReadiness>().OnGatewayCountChanged);
            client.AddClusterConnectionLostHandler(s => s.GetRequiredService<ClientReadiness>().OnConnectionLost);
        });
        builder.Services.AddStorageFailuresToWire();
        builder.Services.AddSupportPolicyFollower();
        builder.Services.AddSingleton<BackgroundHealth>();
        return builder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
