using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Hosting;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests;

/// <summary>One running desk for all tests of this project: the real gateway with its silo, on a free port, with a SQLite database of its own.</summary>
public class DeskHost : IAsyncLifetime
{
    private const string AdminToken = "tdk_admin_only-for-these-tests";
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tallydesk-api-{Path.GetRandomFileName()}");
    private WebApplication? app;

    /// <summary>The desk's address.</summary>
    public Uri Address => new(App.Urls.First());

    /// <summary>An admin's client.</summary>
    public ApiClient Admin => Client(AdminToken);

    /// <summary>Every endpoint that is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>More settings on the command line.</summary>
    protected virtual IEnumerable<string> Settings => [];

    private WebApplication App => app ?? throw new InvalidOperationException("The desk has not been started.");

    /// <summary>A client with a token, or a visitor.</summary>
    public ApiClient Client(string? token) => new(new HttpClient { BaseAddress = Address }, token);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        app = Gateway.Build([
            "--Urls=http://127.0.0.1:0",
            $"--Storage:Folder={folder}",
            $"--Bootstrap:AdminToken={AdminToken}",
            .. Settings,
        ]);
        await app.StartAsync();
    }

    /// <inheritdoc/>
    public virtual async Task DisposeAsync()
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
