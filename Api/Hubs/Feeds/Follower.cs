using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;

namespace Tallydesk.Feeds;

/// <summary>
/// A connection that follows something. It has a short line of its own, since a SignalR group is as slow as its slowest
/// member. Whoever does not keep up loses the line, and is told that changes were missed as soon as they take anything
/// again, whether or not more follows. The line is told by a loop that ends when it is empty.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="actor">Who follows.</param>
/// <param name="voice">Tells the client.</param>
/// <param name="length">How much news waits at most.</param>
/// <typeparam name="TNews">What is told.</typeparam>
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

    /// <summary>Puts news into the line. Waits for nobody.</summary>
    public void Add(TNews news) => Change(() => Put(news));

    /// <summary>Marks that news was missed that nobody can tell.</summary>
    public void Miss() => Change(Lose);

    /// <summary>
    /// Begins to tell, once the follower has read what it follows: of the news that came meanwhile only what the reading does
    /// not hold.
    /// </summary>
    /// <param name="isRead">Whether the reading holds some news already.</param>
    public void Begin(Func<TNews, bool> isRead) =>
        Change(() =>
        {
            isReading = false;
            var rest = line.Where(news => !isRead(news)).ToArray();
            line.Clear();
            Array.ForEach(rest, line.Enqueue);
        });

    /// <summary>Ends: what waits is told no more.</summary>
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

        // Before it is told that it missed something it need not be told what comes: it reads everything then.
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
            // Whoever has news goes on at once.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (Take() is { } tell)
            {
                await tell();
            }
        }
        catch (Exception)
        {
            // A client that can't be told connects again, and reads everything.
            connection.Abort();
        }
    }

    /// <summary>Takes what is to be told next; null when there is nothing, which ends the telling.</summary>
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

/// <summary>Tells one client.</summary>
/// <typeparam name="TNews">What is told.</typeparam>
internal interface IVoice<in TNews>
{
    /// <summary>Tells news.</summary>
    Task TellAsync(TNews news);

    /// <summary>Tells that news was missed, so that the client reads anew.</summary>
    Task TellMissedAsync();
}
