using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.CannedReplies;

/// <summary>Who keeps canned replies, and what they may be.</summary>
internal static class CannedReplyRules
{
    private const int MostReplies = 200;
    private const int LongestTitle = 100;
    private const int LongestBody = 20_000;

    /// <summary>Adds a reply, or replaces the one of that title.</summary>
    public static Answer<Decision<CannedReplyEvent>> Save(CannedReplyShelf shelf, Actor actor, CannedReply reply)
    {
        var refusal =
            RefuseChange(actor)
            ?? Fields.Text("title", reply.Title, LongestTitle)
            ?? Fields.Text("body", reply.Body, LongestBody)
            ?? (
                shelf.Find(reply.Title) is null && shelf.Replies.Length >= MostReplies
                    ? Fields.Invalid("title", $"You can have up to {MostReplies} canned replies. Delete one first.")
                    : null
            );
        return refusal is not null ? refusal
            : shelf.Find(reply.Title) == reply ? Decision<CannedReplyEvent>.Nothing
            : Decision<CannedReplyEvent>.Of(new CannedReplySaved(reply));
    }

    /// <summary>Takes the reply of a title away; nothing when there is none.</summary>
    public static Answer<Decision<CannedReplyEvent>> Remove(CannedReplyShelf shelf, Actor actor, string title) =>
        (RefuseChange(actor) ?? Fields.Text("title", title, LongestTitle)) is { } refusal ? refusal
        : shelf.Find(title) is { } known ? Decision<CannedReplyEvent>.Of(new CannedReplyRemoved(known.Title))
        : Decision<CannedReplyEvent>.Nothing;

    /// <summary>Refuses everybody but staff; null for staff.</summary>
    public static Refusal? RefuseUnseen(Actor actor) => actor.IsStaff ? null : new(RefusalCode.NotFound, "Not found.");

    private static Refusal? RefuseChange(Actor actor) =>
        RefuseUnseen(actor)
        ?? (actor.IsLead ? null : new Refusal(RefusalCode.Forbidden, "Only leads and admins can edit canned replies."));
}
