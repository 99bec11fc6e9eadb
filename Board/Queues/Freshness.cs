namespace Tallydesk.Queues;

/// <summary>How far what is shown can be trusted.</summary>
public enum LinkState
{
    /// <summary>The queue has been heard within the last seconds.</summary>
    Live,

    /// <summary>The connection is being made again, and what is shown is seconds old.</summary>
    Reconnecting,

    /// <summary>The queue has been silent for too long, whatever the connection says.</summary>
    Stale,
}

/// <summary>
/// Knows how long the queue has been silent. The queue is heard every two seconds when all is well; the browser itself
/// counts, so that a dead server is noticed too.
/// </summary>
/// <param name="time">The browser's clock.</param>
public sealed class Freshness(TimeProvider time)
{
    /// <summary>Silence after which what is shown is called stale.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(4.5);

    private TimeSpan serverAhead;

    /// <summary>When the queue was heard last, by the browser's clock.</summary>
    public DateTimeOffset HeardAt { get; private set; } = time.GetUtcNow();

    /// <summary>Whether the connection stands and follows the queue.</summary>
    public bool Connected { get; set; }

    /// <summary>The server's time, as far as the browser can tell.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + serverAhead;

    /// <summary>How long the queue has been silent.</summary>
    public TimeSpan Silence => time.GetUtcNow() - HeardAt;

    /// <summary>What to say about it.</summary>
    public LinkState State =>
        Silence > Bound ? LinkState.Stale
        : Connected ? LinkState.Live
        : LinkState.Reconnecting;

    /// <summary>A delta or heartbeat has come.</summary>
    public void Heard() => HeardAt = time.GetUtcNow();

    /// <summary>A snapshot has come, which may be old itself when its server has lost the queue.</summary>
    public void Heard(BoardSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var now = time.GetUtcNow();
        serverAhead = snapshot.SentAt - now;
        HeardAt = now - (snapshot.SentAt - snapshot.At);
    }
}
