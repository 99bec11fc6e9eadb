using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.CannedReplies;

/// <summary>
/// The canned replies: one list for the whole installation, keyed <see cref="Key"/>. Titles are unique in any
/// letter case. A response means that the change is on disk.
/// </summary>
/// <remarks>Everyone except staff is refused with <see cref="RefusalCode.NotFound"/>, an engineer who changes the list with <see cref="RefusalCode.Forbidden"/>.</remarks>
[Alias("tallydesk.canned-replies")]
public interface ICannedRepliesGrain : IGrainWithStringKey
{
    /// <summary>The key of the only list.</summary>
    const string Key = "can-replies";

    /// <summary>Adds a reply, or replaces the one with this title; leads only. Refused: <see cref="RefusalCode.InvalidField"/>; at most 200 replies.</summary>
    [Alias("save")]
    Task<Answer<CannedReplyList>> SaveAsync(CommandContext context, CannedReply reply);

    /// <summary>Deletes the reply with a title; leads only. Does nothing if there is none.</summary>
    [Alias("remove")]
    Task<Answer<CannedReplyList>> RemoveAsync(CommandContext context, string title);

    /// <summary>The list.</summary>
    [Alias("view")]
    Task<Answer<CannedReplyList>> ViewAsync(Actor actor);
}
