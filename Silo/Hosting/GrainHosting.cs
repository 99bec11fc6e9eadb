using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>The configuration of every silo, in production and in tests.</summary>
internal static class GrainHosting
{
    /// <summary>How long a caller waits for a grain; longer than a commit may wait and take (see <see cref="StorageOptions"/>).</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    // A grain that has so many callers waiting is answered for faster by a refusal.
    private const int WaitingCallsPerGrain = 5000;

    /// <summary>Stock relational grain storage as the default, in the journal's own table and JSON, and the limits of calls.</summary>
    /// <remarks>The storage itself is registered by <see cref="StorageRegistration.AddTallydeskJournal"/>.</remarks>
    public static ISiloBuilder UseTallydeskGrains(this ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorageAsDefault(
            (OptionsBuilder<AdoNetGrainStorageOptions> options) =>
                options.Configure<Database>(
                    (o, db) =>
                        (o.Invariant, o.DataSource, o.GrainStorageSerializer) = (
                            db.Invariant,
                            db.Writes,
                            new StateSerializer()
                        )
                )
        );
        silo.Configure<SiloMessagingOptions>(o =>
        {
            o.ResponseTimeout = ResponseTimeout;
            o.MaxEnqueuedRequestsHardLimit = WaitingCallsPerGrain;
        });
        silo.Services.AddStorageFailuresToWire();
        return silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
    }

    /// <summary>Lets a failure of the database reach the caller as what it is, also from another process.</summary>
    public static IServiceCollection AddStorageFailuresToWire(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add("Npgsql"));

    /// <summary>Membership in PostgreSQL, tuned so that a dead silo is noticed within seconds.</summary>
    public static ISiloBuilder JoinCluster(this ISiloBuilder silo, MemberOptions member)
    {
        silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (MemberOptions.ServiceId, member.ClusterId));
        silo.UseAdoNetClustering(
            (OptionsBuilder<AdoNetClusteringSiloOptions> options) =>
                options.Configure<Database>((o, db) => (o.Invariant, o.DataSource) = (db.Invariant, db.Writes))
        );
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(1);
            o.NumMissedProbesLimit = 2;
            o.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            o.DefunctSiloExpiration = TimeSpan.FromHours(1);
            o.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
        });
        if (member.UsesTls)
        {
            silo.UseTls(options => MemberTls.Use(options, member));
        }

        var address = string.IsNullOrEmpty(member.AdvertisedHost)
            ? IPAddress.Loopback
            : AddressOf(member.AdvertisedHost);
        return silo.ConfigureEndpoints(address, member.SiloPort, member.GatewayPort, listenOnAnyHostAddress: false);
    }

    private static IPAddress AddressOf(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address)
                ? address
                : Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0];
        }
        catch (SocketException unknown)
        {
            throw new StartupException(
                $"Cluster:AdvertisedHost: {host} can't be resolved: {unknown.Message}.",
                unknown
            );
        }
    }
}
