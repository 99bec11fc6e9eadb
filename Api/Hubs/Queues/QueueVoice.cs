using Tallydesk.Feeds;

namespace Tallydesk.Queues;

/// <summary>Tells one board of its desk.</summary>
/// <param name="client">The board.</param>
/// <param name="mirror">The queue.</param>
internal sealed class QueueVoice(IQueueClient client, DeskMirror mirror) : IVoice<BoardDelta>
{
    /// <inheritdoc/>
    public Task TellAsync(BoardDelta news) => client.Delta(news);

    /// <inheritdoc/>
    /// <remarks>A board sees by the number that it is behind.</remarks>
    public Task TellMissedAsync()
    {
        var (epoch, seq) = mirror.Position;
        return client.Delta(new(epoch ?? "", seq, [], []));
    }
}
