using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>A rule with its command filled in: what the account decides.</summary>
/// <param name="account">The account as all earlier commands leave it.</param>
/// <param name="spent">What the ticket named by <see cref="AccountCommand.GivesBackTo"/> has spent; empty for all other commands.</param>
internal delegate Answer<Decision<CreditEvent>> AccountRule(CreditAccount account, ImmutableArray<LotSlice> spent);

/// <summary>A command in an account's queue, with the caller who waits for it.</summary>
internal abstract record AccountCommand(CommandContext Context, CommandHash Hash, AccountRule Decide)
{
    /// <summary>The command id.</summary>
    public string Id => Context.Id.Value;

    /// <summary>A charge the command assumes to be waiting: its operation key, or null.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The number of the ticket to which the command gives credits back, or null.</summary>
    public long? GivesBackTo { get; init; }

    /// <summary>The order that a purchase counts, or null.</summary>
    public ShopOrder? Order { get; init; }

    /// <summary>The operation key of its entry, where that is not the command id: a purchase's order.</summary>
    public string? Operation => Order is null ? null : OperationKeys.OfOrder(Order.Id);

    /// <summary>A command that is decided by the account alone.</summary>
    public static AccountCommand<TAnswer> Of<TCommand, TAnswer>(
        CommandContext context,
        TCommand command,
        Func<CreditAccount, Answer<Decision<CreditEvent>>> decide,
        Func<CreditAccount, ImmutableArray<CreditEvent>, TAnswer> answer
    )
        where TAnswer : class => Of(context, command, (account, _) => decide(account), answer);

    /// <summary>A command whose answer is of one type.</summary>
    public static AccountCommand<TAnswer> Of<TCommand, TAnswer>(
        CommandContext context,
        TCommand command,
        AccountRule decide,
        Func<CreditAccount, ImmutableArray<CreditEvent>, TAnswer> answer
    )
        where TAnswer : class => new(context, CommandHash.Of(command), decide, answer);

    /// <summary>Whether the ledger must be looked into before the command is decided on an account.</summary>
    public bool LooksBack(CreditAccount account) =>
        GivesBackTo is not null || (Supersedes is { } charge && !CreditRules.IsWaiting(account, charge));

    /// <summary>The commit of another grain that is to be written with the command, or null.</summary>
    public virtual Commit? Joined => null;

    /// <summary>Whether to write the command with this answer. If not, its caller has its reply already.</summary>
    public virtual bool Accepts(object answer) => true;

    /// <summary>What the caller gets once these events are on disk.</summary>
    public abstract object AnswerOf(CreditAccount after, ImmutableArray<CreditEvent> events);

    /// <summary>An answer as it is recorded.</summary>
    public abstract string Record(object answer);

    /// <summary>Gives the caller the answer.</summary>
    public abstract void Settle(object answer);

    /// <summary>Gives the caller the first answer, or refuses other content under the same id.</summary>
    public abstract void SettleAgain(RecordedCommand recorded);

    /// <summary>Refuses.</summary>
    public abstract void Refuse(Refusal refusal);

    /// <summary>Fails: not refused by a rule, but not known to be done either.</summary>
    public abstract void Fail(Exception e);
}

/// <inheritdoc/>
internal sealed record AccountCommand<TAnswer>(
    CommandContext Context,
    CommandHash Hash,
    AccountRule Decide,
    Func<CreditAccount, ImmutableArray<CreditEvent>, TAnswer> MakeAnswer
) : AccountCommand(Context, Hash, Decide)
    where TAnswer : class
{
    // Whoever settles it is in the grain's turn, and so is the caller that goes on at once.
    private readonly TaskCompletionSource<Answer<TAnswer>> done = new();

    /// <summary>Completes when the command is on disk, refused or failed.</summary>
    public Task<Answer<TAnswer>> Done => done.Task;

    public override object AnswerOf(CreditAccount after, ImmutableArray<CreditEvent> events) =>
        MakeAnswer(after, events);

    public override string Record(object answer) => StateJson.Write((TAnswer)answer);

    public override void Settle(object answer) => done.TrySetResult((TAnswer)answer);

    public override void SettleAgain(RecordedCommand recorded) =>
        done.TrySetResult(
            recorded.IsOf(Hash) ? StateJson.Read<TAnswer>(recorded.Answer!) : Repeats.KeyReused(Context.Id)
        );

    public override void Refuse(Refusal refusal) => done.TrySetResult(refusal);

    public override void Fail(Exception e) => done.TrySetException(e);
}
