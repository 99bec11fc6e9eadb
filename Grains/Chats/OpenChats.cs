using System.Collections.Immutable;
using Tallydesk.Identity;

namespace Tallydesk.Chats;

/// <summary>The open chats, made of views alone: of two views of a chat the higher version holds, whichever comes first.</summary>
public sealed class OpenChats
{
    // Versions of chats that are over are kept, so that an older view that comes late does not bring them back.
    private const int KeptOver = 2_000;
    private readonly Dictionary<ChatId, ChatView> open = [];
    private readonly Dictionary<ChatId, long> over = [];
    private readonly Queue<ChatId> oldestOver = new();

    /// <summary>The open chats, oldest first.</summary>
    public ImmutableArray<ChatView> All =>
        [.. open.Values.OrderBy(chat => chat.StartedAt).ThenBy(chat => chat.Id.Value, StringComparer.Ordinal)];

    /// <summary>Takes a view.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Upsert(ChatView chat)
    {
        var known = open.GetValueOrDefault(chat.Id)?.Version ?? over.GetValueOrDefault(chat.Id);
        if (chat.Version <= known)
        {
            return false;
        }

        if (chat.IsOpen)
        {
            open[chat.Id] = chat;
            return true;
        }

        open.Remove(chat.Id);
        if (over.TryAdd(chat.Id, chat.Version))
        {
            oldestOver.Enqueue(chat.Id);
            if (oldestOver.Count > KeptOver)
            {
                over.Remove(oldestOver.Dequeue());
            }
        }

        over[chat.Id] = chat.Version;
        return true;
    }

    /// <summary>Chats that are open here and not among those which are: what became of them was missed.</summary>
    public ImmutableArray<ChatId> MissingIn(ImmutableArray<ChatView> stillOpen) =>
        [.. open.Keys.Except(stillOpen.Select(chat => chat.Id))];
}
