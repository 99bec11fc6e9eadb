using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.CannedReplies;

/// <inheritdoc cref="ICannedRepliesGrain"/>
internal sealed class CannedRepliesGrain(JournalServices services)
    : JournaledGrain<CannedReplyShelf, CannedReplyEvent>(services),
        ICannedRepliesGrain
{
    public Task<Answer<CannedReplyList>> SaveAsync(CommandContext context, CannedReply reply) =>
        ExecuteAsync(context, reply, (shelf, _) => CannedReplyRules.Save(shelf, context.Actor, reply), ListOf);

    public Task<Answer<CannedReplyList>> RemoveAsync(CommandContext context, string title) =>
        ExecuteAsync(context, title, (shelf, _) => CannedReplyRules.Remove(shelf, context.Actor, title), ListOf);

    public Task<Answer<CannedReplyList>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<CannedReplyList> answer = CannedReplyRules.RefuseUnseen(actor) is { } refusal
            ? refusal
            : ListOf(State, [], Version);
        return Task.FromResult(answer);
    }

    protected override CannedReplyShelf Apply(CannedReplyShelf state, CannedReplyEvent happened) =>
        CannedReplyShelf.Apply(state, happened);

    private static CannedReplyList ListOf(
        CannedReplyShelf shelf,
        ImmutableArray<CannedReplyEvent> events,
        long version
    ) => new(version, shelf.Replies);
}
