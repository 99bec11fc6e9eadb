using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Journal;

namespace Tallydesk.CannedReplies;

/// <summary>The state of the list; number and size of the replies are bounded.</summary>
[Stored("canned-replies")]
internal sealed record CannedReplyShelf : JournaledState, IJournaledState
{
    /// <summary>The replies by title.</summary>
    public ImmutableArray<CannedReply> Replies { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => null;

    /// <inheritdoc/>
    public bool IsPending(string command) => false;

    /// <summary>The reply of a title in any letter case; null when there is none.</summary>
    public CannedReply? Find(string title) =>
        Replies.FirstOrDefault(reply => string.Equals(reply.Title, title, StringComparison.OrdinalIgnoreCase));

    /// <summary>The list after an event.</summary>
    public static CannedReplyShelf Apply(CannedReplyShelf shelf, CannedReplyEvent happened)
    {
        var replies = happened switch
        {
            CannedReplySaved saved => shelf.Without(saved.Reply.Title).Add(saved.Reply),
            CannedReplyRemoved removed => shelf.Without(removed.Title),
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not an event of canned replies."),
        };
        return shelf with
        {
            Replies = replies.Sort(
                (one, other) => string.Compare(one.Title, other.Title, StringComparison.OrdinalIgnoreCase)
            ),
            HistorySeq = shelf.HistorySeq + 1,
        };
    }

    private ImmutableArray<CannedReply> Without(string title) =>
        Find(title) is { } known ? Replies.Remove(known) : Replies;
}
