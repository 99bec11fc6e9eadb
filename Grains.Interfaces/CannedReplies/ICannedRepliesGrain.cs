using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.CannedReplies;

/// <summary>
/// The answers that staff give again and again, one list for the whole desk, keyed <see cref="Key"/>. Titles are unique in any
/// letter case. An answer means that the change is on disk.
/// </summary>
/// <remarks>Everybody but staff is refused <see cref="RefusalCode.NotFound"/>, an engineer who changes the list <see cref="RefusalCode.Forbidden"/>.</remarks>
[Alias("tallydesk.canned-replies")]
public interface ICannedRepliesGrain : IGrainWithStringKey
{
    /// <summary>The one list's key.</summary>
    const string Key = "can-replies";

    /// <summary>Adds a reply, or replaces the one of that title, by a lead. Refused: <see cref="RefusalCode.InvalidField"/>; at most 200 replies.</summary>
    [Alias("save")]
    Task<Answer<CannedReplyList>> SaveAsync(CommandContext context, CannedReply reply);

    /// <summary>Takes the reply of a title away, by a lead; nothing when there is none.</summary>
    [Alias("remove")]
    Task<Answer<CannedReplyList>> RemoveAsync(CommandContext context, string title);

    /// <summary>The list.</summary>
    [Alias("view")]
    Task<Answer<CannedReplyList>> ViewAsync(Actor actor);
}
