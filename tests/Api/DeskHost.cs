using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Hosting;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests;

/// <summary>A running desk that the tests of a collection share: the real gateway with its silo, on a free port, with a SQLite database of its own.</summary>
public sealed class DeskHost : IAsyncLifetime
{
    internal const string AdminToken = "tdk_admin_only-for-these-tests";
    private readonly string[] settings;
    private readonly TimeProvider? time;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tallydesk-api-{Path.GetRandomFileName()}");
    private WebApplication? app;

    /// <summary>The desk that most tests share.</summary>
    public DeskHost()
        : this(time: null, Unlimited) { }

    private DeskHost(TimeProvider? time, params string[] settings) => (this.time, this.settings) = (time, settings);

    /// <summary>Settings by which limits are no matter.</summary>
    internal static string[] Unlimited { get; } =
    [
        "--Enquiries:Burst=1000",
        "--Limits:SignedInBurst=1000000",
        "--Limits:VisitorBurst=1000000",
        "--Limits:AddressBurst=1000000",
        "--Limits:SignInBurst=1000000",
        "--Limits:ExpensiveBurst=1000000",
        "--Limits:HubCallBurst=1000000",
    ];

    /// <summary>Where a webhook may lead, and nobody listens.</summary>
    internal const string Nowhere = "http://127.0.0.1:9/";

    /// <summary>The folder of the desk's data.</summary>
    internal string Folder => folder;

    /// <summary>What the desk is made of.</summary>
    internal IServiceProvider Services => App.Services;

    /// <summary>The desk's address.</summary>
    public Uri Address => new(App.Urls.First());

    /// <summary>An admin's client.</summary>
    public ApiClient Admin => Client(AdminToken);

    /// <summary>Every endpoint that is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private WebApplication App => app ?? throw new InvalidOperationException("The desk has not been started.");

    /// <summary>Starts a desk with settings of its own. Dispose it.</summary>
    internal static Task<DeskHost> StartAsync(params string[] settings) => StartAsync(time: null, settings);

    /// <summary>Starts a desk with a clock and settings of its own. Dispose it.</summary>
    internal static async Task<DeskHost> StartAsync(TimeProvider? time, params string[] settings)
    {
        var desk = new DeskHost(time, settings);
        await desk.InitializeAsync();
        return desk;
    }

    /// <summary>A client with a token, or a visitor.</summary>
    public ApiClient Client(string? token) => new(new HttpClient { BaseAddress = Address }, token);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        app = Gateway.Build(
            [
                "--Urls=http://127.0.0.1:0",
                $"--Storage:Folder={folder}",
                $"--Bootstrap:AdminToken={AdminToken}",
                "--Webhooks:Internal:0=127.0.0.1:9",
                CheapPasswords.Setting,
                .. settings,
            ],
            time
        );
        await app.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>The tests that share a desk.</summary>
[CollectionDefinition(Name)]
public sealed class DeskTests : ICollectionFixture<DeskHost>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "desk";
}

/// <summary>The tests of people, sessions and tokens share a desk of their own: they wait for caches to expire, so they run beside the other tests.</summary>
[CollectionDefinition(Name)]
public sealed class PeopleTests : ICollectionFixture<DeskHost>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "people";
}
