using Tallydesk.Feeds;
using Tallydesk.Identity;

namespace Tallydesk.Chats;

/// <summary>Tells one client of chats.</summary>
/// <param name="client">The client.</param>
/// <param name="reader">Who reads them.</param>
internal sealed class ChatVoice(IChatClient client, Actor reader) : IVoice<ChatView>
{
    /// <inheritdoc/>
    public Task TellAsync(ChatView news) => client.Changed(ChatRows.Of(news, reader));

    /// <inheritdoc/>
    public Task TellMissedAsync() => client.Missed();
}
