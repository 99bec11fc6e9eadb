using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Tallydesk.Tests.Feeds;

/// <summary>A client's connection to a hub, as the hub sees it.</summary>
internal sealed class PlayedConnection(ClaimsPrincipal? user = null) : HubCallerContext, IDisposable
{
    private readonly CancellationTokenSource aborted = new();

    public override string ConnectionId { get; } = Guid.CreateVersion7().ToString();

    public override string? UserIdentifier => null;

    public override ClaimsPrincipal? User => user;

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override CancellationToken ConnectionAborted => aborted.Token;

    public override void Abort() => aborted.Cancel();

    public void Dispose() => aborted.Dispose();
}

/// <summary>Clients of a hub that hand what they are told to the test.</summary>
internal sealed class PlayedClients<THub, TClient>(TClient client) : IHubContext<THub, TClient>, IHubClients<TClient>
    where THub : Hub<TClient>
    where TClient : class
{
    public IHubClients<TClient> Clients => this;

    public IGroupManager Groups => throw new NotSupportedException();

    public TClient All => client;

    public TClient AllExcept(IReadOnlyList<string> excludedConnectionIds) => client;

    public TClient Client(string connectionId) => client;

    TClient IHubClients<TClient>.Clients(IReadOnlyList<string> connectionIds) => client;

    public TClient Group(string groupName) => client;

    public TClient GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => client;

    TClient IHubClients<TClient>.Groups(IReadOnlyList<string> groupNames) => client;

    public TClient User(string userId) => client;

    public TClient Users(IReadOnlyList<string> userIds) => client;
}
