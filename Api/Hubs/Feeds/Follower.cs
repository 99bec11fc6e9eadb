using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;

namespace Tallydesk.Feeds;

/// <summary>
/// A connection that follows something. It has a short line of its own, because a SignalR group is as slow as its slowest
/// member. A client that does not keep up loses its line. It then gets a message that it missed changes, even if no more
/// changes follow. A loop sends the line and ends when the line is empty.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="actor">Who follows.</param>
/// <param name="voice">Sends to the client.</param>
/// <param name="length">How much news waits at most.</param>
/// <typeparam name="TNews">What is sent.</typeparam>
internal sealed class Follower<TNews>(HubCallerContext connection, Actor actor, IVoice<TNews> voice, int length)
{
    private readonly Lock gate = new();
    private readonly Queue<TNews> line = new();
    private bool isReading = true;
    private bool isTelling;
    private bool hasMissed;
    private bool hasLeft;

    /// <summary>Who follows.</summary>
    public Actor Actor => actor;

    /// <summary>Adds news to the line, without waiting.</summary>
    public void Add(TNews news) => Change(() => Put(news));

    /// <summary>Marks that the client missed news which can no longer be sent.</summary>
    public void Miss() => Change(Lose);

    /// <summary>
    /// Begins to send after the follower has read what it follows. News that the reading already includes is dropped.
    /// </summary>
    /// <param name="isRead">Whether the reading already includes a piece of news.</param>
    public void Begin(Func<TNews, bool> isRead) =>
        Change(() =>
        {
            isReading = false;
            var rest = line.Where(news => !isRead(news)).ToArray();
            line.Clear();
            Array.ForEach(rest, line.Enqueue);
        });

    /// <summary>Ends, and drops what waits.</summary>
    public void Leave() =>
        Change(() =>
        {
            hasLeft = true;
            line.Clear();
        });

    private void Put(TNews news)
    {
        if (line.Count == length)
        {
            Lose();
        }

        // A client that learns it missed something reads everything, so news before that is not needed.
        if (!hasMissed)
        {
            line.Enqueue(news);
        }
    }

    private void Lose()
    {
        line.Clear();
        hasMissed = true;
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            if (isReading || isTelling || hasLeft || (line.Count == 0 && !hasMissed))
            {
                return;
            }

            isTelling = true;
        }

        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        try
        {
            // The caller does not wait for the client.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (Take() is { } tell)
            {
                await tell();
            }
        }
        catch (Exception)
        {
            // A client that can't be reached connects again and reads everything.
            connection.Abort();
        }
    }

    /// <summary>Takes what to send next; null when there is nothing, which ends the loop.</summary>
    private Func<Task>? Take()
    {
        lock (gate)
        {
            if (hasLeft)
            {
                return null;
            }

            if (hasMissed)
            {
                hasMissed = false;
                return voice.TellMissedAsync;
            }

            if (line.TryDequeue(out var news))
            {
                return () => voice.TellAsync(news);
            }

            isTelling = false;
            return null;
        }
    }
}

/// <summary>Sends to one client.</summary>
/// <typeparam name="TNews">What is sent.</typeparam>
internal interface IVoice<in TNews>
{
    /// <summary>Sends news.</summary>
    Task TellAsync(TNews news);

    /// <summary>Tells the client that it missed news and must read again.</summary>
    Task TellMissedAsync();
}
