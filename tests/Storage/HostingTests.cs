using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Tallydesk.Hosting;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class HostingTests
{
    [Theory, OnBoth]
    public async Task Stock_storage_and_the_journal_share_one_state(Engine engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await using var desk = await StartAsync(store, SiloRole.Embedded);
        var journal = desk.Services.GetRequiredService<IJournal>();
        var storage = desk.Services.GetRequiredService<IGrainStorage>();
        var id = GrainId.Create("sample", "tic-1");

        await journal.CommitAsync(Commits.State("tic-1", 0, StateJson.Write(new Sample("ä", 5))));
        var read = new GrainState<Sample>();
        await storage.ReadStateAsync("test", id, read);
        Assert.Equal((new Sample("ä", 5), "1", true), (read.State, read.ETag, read.RecordExists));

        read.State = new("b", 6);
        await storage.WriteStateAsync("test", id, read);
        Assert.Equal("2", read.ETag);
        await journal.CommitAsync(Commits.State("tic-1", 2, StateJson.Write(new Sample("c", 7))));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => storage.WriteStateAsync("test", id, read));

        await storage.ReadStateAsync("test", id, read);
        await storage.ClearStateAsync("test", id, read);
        var cleared = new GrainState<Sample>();
        await storage.ReadStateAsync("test", id, cleared);
        Assert.False(cleared.RecordExists);
    }

    [Theory, OnBoth]
    public async Task Of_many_first_writes_through_stock_storage_one_wins(Engine engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await using var desk = await StartAsync(store, SiloRole.Embedded);
        var storage = desk.Services.GetRequiredService<IGrainStorage>();

        var outcomes = await Task.WhenAll(
            from key in Enumerable.Range(0, 20)
            from _ in Enumerable.Range(0, 4)
            select WriteAsync(GrainId.Create("sample", $"cha-{key}"))
        );

        Assert.Equal(20, outcomes.Count(won => won));

        async Task<bool> WriteAsync(GrainId id)
        {
            try
            {
                await storage.WriteStateAsync("chat", id, new GrainState<Sample>(new("x", 1)));
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }
    }

    [Theory, OnBoth]
    public async Task A_running_desk_is_live_and_ready(Engine engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await using var desk = await StartAsync(store, SiloRole.Embedded);
        using var http = new HttpClient { BaseAddress = new(desk.Urls.Single()) };

        Assert.Equal("live", await http.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        Assert.Equal("ready", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
    }

    [Fact]
    public async Task A_gateway_finds_the_silos_of_its_cluster()
    {
        await using var store = await Store.CreateAsync(Engine.Postgres);
        await using var silo = await StartAsync(store, SiloRole.Member);
        await using var gateway = await StartAsync(store, null);

        var hosts = await gateway
            .Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IManagementGrain>(0)
            .GetHosts(onlyActive: true);

        Assert.Single(hosts);
        using var http = new HttpClient { BaseAddress = new(gateway.Urls.Single()) };
        Assert.Equal("ready", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
    }

    [Fact]
    public async Task With_certificates_only_those_who_have_one_reach_a_silo()
    {
        await using var store = await Store.CreateAsync(Engine.Postgres);
        using var ours = new Certificates();
        using var others = new Certificates();
        await using var silo = await StartAsync(store, SiloRole.Member, ours.Settings);
        await using var gateway = await StartAsync(store, null, ours.Settings);
        Assert.Single(
            await gateway
                .Services.GetRequiredService<IGrainFactory>()
                .GetGrain<IManagementGrain>(0)
                .GetHosts(onlyActive: true)
        );

        foreach (
            var settings in (IReadOnlyDictionary<string, string>[])[new Dictionary<string, string>(), others.Settings]
        )
        {
            await Assert.ThrowsAnyAsync<Exception>(() =>
                StartAsync(store, null, settings).WaitAsync(TimeSpan.FromSeconds(5))
            );
        }
    }

    [Fact]
    public async Task A_silo_listens_where_it_is_said_to_and_nowhere_else()
    {
        await using var store = await Store.CreateAsync(Engine.Postgres);
        await using var silo = await StartAsync(
            store,
            SiloRole.Member,
            new Dictionary<string, string> { ["Cluster:AdvertisedHost"] = "" }
        );
        var endpoints = silo.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(
            (IPAddress.Loopback, null, null),
            (endpoints.AdvertisedIPAddress, endpoints.SiloListeningEndpoint, endpoints.GatewayListeningEndpoint)
        );
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.All(
            listening.Where(one => one.Port == endpoints.SiloPort || one.Port == endpoints.GatewayPort),
            one => Assert.Equal(IPAddress.Loopback, one.Address)
        );
    }

    private static async Task<WebApplication> StartAsync(
        Store store,
        SiloRole? role,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Storage:Connection"] = store.Options.Connection;
        builder.Configuration["Storage:Folder"] = store.Options.Folder;
        builder.Configuration["Cluster:AdvertisedHost"] = "127.0.0.1";
        builder.Configuration["Cluster:SiloPort"] = FreePort();
        builder.Configuration["Cluster:GatewayPort"] = FreePort();
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            builder.Configuration[key] = value;
        }

        if (role is { } hosted)
        {
            builder.UseTallydeskSilo(hosted);
        }
        else
        {
            builder.UseTallydeskClient();
        }

        var desk = builder.Build();
        desk.MapTallydeskHealth();
        await desk.StartAsync();
        return desk;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString();
    }

    /// <summary>An authority and a certificate of it, in files.</summary>
    private sealed class Certificates : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tallydesk-certificates-");

        public Certificates()
        {
            var now = TimeProvider.System.GetUtcNow();
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var asked = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
            asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var authority = asked.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            using var ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var own = new CertificateRequest("CN=member", ownKey, HashAlgorithmName.SHA256);
            using var issued = own.Create(authority, now.AddHours(-1), now.AddHours(20), [1, 2, 3]);
            using var withKey = issued.CopyWithPrivateKey(ownKey);
            File.WriteAllText(FileOf("authority.pem"), authority.ExportCertificatePem());
            File.WriteAllBytes(FileOf("member.pfx"), withKey.Export(X509ContentType.Pkcs12, "secret"));
        }

        public Dictionary<string, string> Settings =>
            new()
            {
                ["Cluster:Authority"] = FileOf("authority.pem"),
                ["Cluster:Certificate"] = FileOf("member.pfx"),
                ["Cluster:CertificatePassword"] = "secret",
            };

        public void Dispose() => folder.Delete(recursive: true);

        private string FileOf(string name) => Path.Combine(folder.FullName, name);
    }

    private sealed record Sample(string Text, int Number);
}
