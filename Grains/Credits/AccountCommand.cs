using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>A rule with its command bound: the account's decision function.</summary>
/// <param name="account">The account after all earlier commands.</param>
/// <param name="spent">What the ticket named by <see cref="AccountCommand.GivesBackTo"/> has spent; empty for all other commands.</param>
internal delegate Answer<Decision<CreditEvent>> AccountRule(CreditAccount account, ImmutableArray<LotSlice> spent);

/// <summary>A command in an account's queue, with its waiting caller.</summary>
internal abstract record AccountCommand(CommandContext Context, CommandHash Hash, AccountRule Decide)
{
    /// <summary>The command id.</summary>
    public string Id => Context.Id.Value;

    /// <summary>The operation key of a charge that the command expects to be waiting, or null.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The number of the ticket that the command refunds, or null.</summary>
    public long? GivesBackTo { get; init; }

    /// <summary>The order of a purchase, or null.</summary>
    public ShopOrder? Order { get; init; }

    /// <summary>The operation key of its entry if it differs from the command id: a purchase's order.</summary>
    public string? Operation => Order is null ? null : OperationKeys.OfOrder(Order.Id);

    /// <summary>A command that only the account decides.</summary>
    public static AccountCommand<TAnswer> Of<TCommand, TAnswer>(
        CommandContext context,
        TCommand command,
        Func<CreditAccount, Answer<Decision<CreditEvent>>> decide,
        Func<CreditAccount, ImmutableArray<CreditEvent>, TAnswer> answer
    )
        where TAnswer : class => Of(context, command, (account, _) => decide(account), answer);

    /// <summary>A command with a result of one type.</summary>
    public static AccountCommand<TAnswer> Of<TCommand, TAnswer>(
        CommandContext context,
        TCommand command,
        AccountRule decide,
        Func<CreditAccount, ImmutableArray<CreditEvent>, TAnswer> answer
    )
        where TAnswer : class => new(context, CommandHash.Of(command), decide, answer);

    /// <summary>Whether the ledger must be read before the command can be decided.</summary>
    public bool LooksBack(CreditAccount account) =>
        GivesBackTo is not null || (Supersedes is { } charge && !CreditRules.IsWaiting(account, charge));

    /// <summary>The commit of another grain to write together with the command, or null.</summary>
    public virtual Commit? Joined => null;

    /// <summary>Whether to write the command with this result. If not, its caller already has a response.</summary>
    public virtual bool Accepts(object answer) => true;

    /// <summary>The caller's result once these events are on disk.</summary>
    public abstract object AnswerOf(CreditAccount after, ImmutableArray<CreditEvent> events);

    /// <summary>The recorded form of a result.</summary>
    public abstract string Record(object answer);

    /// <summary>Completes the caller with the result.</summary>
    public abstract void Settle(object answer);

    /// <summary>Completes the caller with the first result, or refuses different content under the same id.</summary>
    public abstract void SettleAgain(RecordedCommand recorded);

    /// <summary>Refuses.</summary>
    public abstract void Refuse(Refusal refusal);

    /// <summary>Fails the caller: not refused by a rule, but not known to be done either.</summary>
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
    // It is completed within the grain's turn, so the caller can continue synchronously.
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
