using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Feeds;

namespace Tallydesk.Queues;

/// <summary>
/// The board's connection to the hub: keeps a replica, connects again for as long as it takes with short bounded pauses,
/// and asks for a new snapshot at every gap.
/// </summary>
public sealed class QueueLink : IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.1, 0.25, 0.5, 1, 2 }.Select(TimeSpan.FromSeconds)];

    // A connection that looks well and is silent for so long is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private readonly HubConnection hub;
    private readonly string desk;
    private readonly QueueReplica replica;
    private readonly Freshness freshness;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim wake = new(0);
    private Task running = Task.CompletedTask;
    private long heardAt;
    private HttpConnectionOptions? way;
    private bool worksBySocket;
    private bool gap;
    private int received;
    private int total;

    /// <summary>A link that is not connected yet.</summary>
    /// <param name="address">The hub's address.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="replica">The copy of the queue that is kept.</param>
    /// <param name="freshness">What is known of the queue's silence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="configure">Further settings of the connection, such as a token.</param>
    public QueueLink(
        Uri address,
        string desk,
        QueueReplica replica,
        Freshness freshness,
        TimeProvider time,
        Action<HttpConnectionOptions>? configure = null
    )
    {
        (this.desk, this.replica, this.freshness, this.time) = (desk, replica, freshness, time);
        hub = new HubConnectionBuilder()
            .WithUrl(
                address,
                options =>
                {
                    configure?.Invoke(options);
                    // Read whenever a connection is begun.
                    way = options;
                }
            )
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BoardJson.Default))
            .Build();
        hub.On<BoardDelta>(nameof(IQueueClient.Delta), Accept);
        hub.Closed += _ =>
        {
            wake.Release();
            return Task.CompletedTask;
        };
    }

    /// <summary>Something to show has changed: the numbers of the rows that are new or other than before.</summary>
    public Action<IReadOnlyCollection<long>> Changed { get; set; } = _ => { };

    /// <summary>Whether a snapshot has come from the hub yet.</summary>
    public bool Synchronized { get; private set; }

    /// <summary>What the server was built from when it was last subscribed to; null until then.</summary>
    public string? Build { get; private set; }

    /// <summary>The engineer's saved views by name, as the server has told them.</summary>
    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>Begins to connect, to follow, and to connect again until the link is disposed of.</summary>
    public void Start() => running = RunAsync();

    /// <summary>Assigns a ticket to the caller.</summary>
    public Task<ActAnswer> ClaimAsync(long number, string commandId) =>
        ActAsync(nameof(IQueueHub.Claim), number, commandId);

    /// <summary>Gives a ticket back.</summary>
    public Task<ActAnswer> ReleaseAsync(long number, string commandId) =>
        ActAsync(nameof(IQueueHub.Release), number, commandId);

    /// <summary>Assigns the first unassigned ticket to the caller.</summary>
    public Task<ActAnswer> NextAsync(string commandId) => ActAsync(nameof(IQueueHub.Next), desk, commandId);

    /// <summary>Saves a view. Answers why it could not, in a sentence; null when it is saved.</summary>
    public Task<string?> KeepViewAsync(SavedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ChangeViewsAsync(nameof(IQueueHub.KeepView), view.Name, view.Filter);
    }

    /// <summary>Forgets a view. Answers why it could not, in a sentence; null when it is forgotten.</summary>
    public Task<string?> ForgetViewAsync(string name) => ChangeViewsAsync(nameof(IQueueHub.ForgetView), name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await hub.DisposeAsync();
        stop.Dispose();
        wake.Dispose();
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var bySocket = worksBySocket || failures % 2 == 0;
                Choose(bySocket);
                await hub.StartAsync(stop.Token).WaitAsync(CallLimit, time, stop.Token);
                await SubscribeAsync();
                worksBySocket |= bySocket;
                Views = await InvokeAsync<IReadOnlyList<SavedView>>(nameof(IQueueHub.Views));
                Changed([]);
                failures = 0;
                await FollowAsync();
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                // Whatever it was: the sign above the board says that the queue is not heard, and the loop tries again.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            freshness.Connected = false;
            Changed([]);
            await hub.StopAsync(CancellationToken.None);
            await Task.Delay(Pauses[Math.Min(failures++, Pauses.Length - 1)], time, CancellationToken.None);
        }
    }

    /// <summary>
    /// WebSockets, where one request makes the connection, so that no proxy needs to know where the first one went; long
    /// polling where no WebSocket has ever come through.
    /// </summary>
    private void Choose(bool bySocket)
    {
        if (way is not null)
        {
            way.SkipNegotiation = bySocket;
            way.Transports = bySocket ? HttpTransportType.WebSockets : HttpTransportType.LongPolling;
        }
    }

    private async Task<ActAnswer> ActAsync(string act, object about, string commandId)
    {
        try
        {
            return await InvokeAsync<ActAnswer>(act, about, commandId);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return hub.State == HubConnectionState.Connected
                ? new(null, "outcome_unknown", "The server did not respond. The action may have been completed. Try again to find out.")
                : new(null, "unavailable", "The server can't be reached. Try again when the queue is live.");
        }
    }

    private async Task<string?> ChangeViewsAsync(string method, params object[] arguments)
    {
        try
        {
            Views = await InvokeAsync<IReadOnlyList<SavedView>>(method, arguments);
            return null;
        }
        catch (HubException refused)
        {
            return refused.Message;
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return "The server can't be reached. Try again when the queue is live.";
        }
    }

    private Task<T> InvokeAsync<T>(string method, params object[] arguments) =>
        hub.InvokeCoreAsync<T>(method, arguments, stop.Token).WaitAsync(CallLimit, time, stop.Token);

    private async Task SubscribeAsync()
    {
        gap = false;
        replica.Await();
        var snapshot = await InvokeAsync<BoardSnapshot?>(nameof(IQueueHub.Begin), desk);
        if (snapshot is null)
        {
            throw new InvalidOperationException($"There is no queue named {desk}.");
        }

        Build = snapshot.Build;
        heardAt = time.GetTimestamp();
        freshness.Heard(snapshot);
        freshness.Connected = true;
        var (changed, missed) = replica.Reset(snapshot);
        gap |= missed;
        (received, total) = (snapshot.Rows.Length, snapshot.Rows.Length + snapshot.Rest);
        Synchronized = true;
        Changed(changed);
    }

    /// <summary>Reads the next rows behind the first ones.</summary>
    private async Task FillAsync()
    {
        var rows = await InvokeAsync<ImmutableArray<BoardRow>>(nameof(IQueueHub.Rest), received);
        if (rows.IsEmpty)
        {
            throw new InvalidOperationException("The rest of the queue is not there.");
        }

        received += rows.Length;
        replica.Fill(rows);
        if (received >= total)
        {
            replica.Complete();
        }

        Changed([]);
    }

    private async Task FollowAsync()
    {
        while (hub.State == HubConnectionState.Connected && time.GetElapsedTime(heardAt) < Patience)
        {
            if (gap)
            {
                await SubscribeAsync();
            }

            if (received < total)
            {
                await FillAsync();
                continue;
            }

            await wake.WaitAsync(Check, stop.Token);
        }
    }

    private void Accept(BoardDelta delta)
    {
        heardAt = time.GetTimestamp();
        var effect = replica.Accept(delta);
        if (effect == DeltaEffect.Gap)
        {
            gap = true;
            wake.Release();
        }
        else if (effect != DeltaEffect.Held)
        {
            freshness.Heard();
        }

        Changed(effect == DeltaEffect.Applied ? [.. delta.Changes.Select(row => row.Number)] : []);
    }
}
