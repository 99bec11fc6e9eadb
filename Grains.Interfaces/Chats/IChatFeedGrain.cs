using System.Collections.Immutable;

namespace Tallydesk.Chats;

/// <summary>
/// Tells gateway processes of every change of a chat, under the one key <see cref="Key"/>. A projection of the chats' cards:
/// read from the database at activation, fed after commits, repaired by reading again.
/// </summary>
[Alias("tallydesk.chat-feed")]
public interface IChatFeedGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "chf-desk";

    /// <summary>Takes a chat after its commit; an older version than the known one is ignored.</summary>
    [Alias("upsert")]
    Task UpsertAsync(ChatView chat);

    /// <summary>Subscribes a gateway process or renews its lease of 35 seconds; answers the open chats.</summary>
    /// <param name="node">The gateway process.</param>
    /// <param name="observer">Where changes go.</param>
    [Alias("attach")]
    Task<ImmutableArray<ChatView>> AttachAsync(string node, IChatObserver observer);
}

/// <summary>A gateway process that fans changes of chats out.</summary>
[Alias("tallydesk.chat-observer")]
public interface IChatObserver : IGrainObserver
{
    /// <summary>Takes the changes since the last call, oldest first; none says that the feed lives. One call at a time.</summary>
    [Alias("chats")]
    Task OnChatsAsync(ImmutableArray<ChatView> changed);
}
