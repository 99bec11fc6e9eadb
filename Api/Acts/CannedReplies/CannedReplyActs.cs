using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.CannedReplies;

/// <summary>What leads do with canned replies, through whichever door: REST or a page's form. Each act takes what was typed, unchecked.</summary>
/// <remarks>A malformed field is thrown as an <see cref="Requests.InvalidFieldException"/>, which each door shows as the refusal of that field.</remarks>
internal sealed class CannedReplyActs(IGrainFactory grains)
{
    private ICannedRepliesGrain List => grains.GetGrain<ICannedRepliesGrain>(ICannedRepliesGrain.Key);

    /// <summary>Adds a reply, or replaces the one of that title.</summary>
    public Task<Answer<CannedReplyList>> SaveAsync(CommandContext context, CannedReplyBody asked) =>
        List.SaveAsync(context, asked.ToReply());

    /// <summary>Removes the reply of a title.</summary>
    public Task<Answer<CannedReplyList>> RemoveAsync(CommandContext context, CannedReplyTitle asked) =>
        List.RemoveAsync(context, asked.ToTitle());
}
