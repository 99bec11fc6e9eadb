using System.Collections.Immutable;
using Orleans.Concurrency;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>
/// Charges that are written together with their ticket's own commit (DECISIONS.md 60). It is the same grain as
/// <see cref="ICreditAccountGrain"/>.
/// </summary>
[Alias("tallydesk.joint-charges")]
public interface IJointChargeGrain : IGrainWithStringKey
{
    /// <summary>The outcome of a charge on the current account. Nothing is written. Refused in the same cases as the charge.</summary>
    [Alias("preview"), AlwaysInterleave]
    Task<Answer<ChargeReceipt>> PreviewChargeAsync(CommandContext context, ChargeTicket charge);

    /// <summary>
    /// Charges and writes the ticket's commit in the same transaction, if the charge has the outcome that the ticket expects. The
    /// command id is the operation key.
    /// </summary>
    /// <remarks>Never refused: if the charge can't be joined, nothing is written, and the ticket commits separately.</remarks>
    [Alias("charge"), AlwaysInterleave]
    Task<JointOutcome> ChargeJointlyAsync(CommandContext context, JointCharge joint);
}

/// <summary>A charge with the commit that its ticket prepared for one outcome.</summary>
/// <param name="Charge">The charge; it can't replace another one.</param>
/// <param name="Expected">The outcome that the commit is based on.</param>
/// <param name="Ticket">The ticket's commit.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.joint-charge")]
public sealed record JointCharge(ChargeTicket Charge, ChargeReceipt Expected, Commit Ticket)
{
    /// <summary>Whether the ticket's commit is also valid for an outcome, because its data about the charge is the same.</summary>
    public bool IsMadeFor(ChargeReceipt outcome) =>
        Expected.State == outcome.State
        && Expected.Charge == outcome.Charge
        && Expected.Required == outcome.Required
        && Expected.Lots.AsSpan().SequenceEqual(outcome.Lots.AsSpan())
        // A paid charge does not include the balance.
        && (
            outcome.State == ChargeState.Settled
            || (Expected.Available, Expected.WaitingBefore) == (outcome.Available, outcome.WaitingBefore)
        );
}

/// <summary>The result of a joint charge.</summary>
/// <param name="IsWritten">Whether both charge and commit are on disk; otherwise neither is.</param>
/// <param name="Receipt">The actual outcome of the charge; null unless a commit based on it may succeed.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.joint-outcome")]
public sealed record JointOutcome(bool IsWritten, ChargeReceipt? Receipt = null)
{
    /// <summary>Nothing was written, and a retry would not help.</summary>
    public static JointOutcome NotWritten { get; } = new(false);
}

/// <summary>A joint charge in an account's queue.</summary>
internal sealed record JointCommand(CommandContext Context, JointCharge Joint)
    : AccountCommand(
        Context,
        CommandHash.Of(Joint.Charge),
        (account, _) => CreditRules.Charge(account, Context.Id, Joint.Charge)
    )
{
    private readonly TaskCompletionSource<JointOutcome> done = new();

    /// <summary>Completes when it is on disk, or known not to be.</summary>
    public Task<JointOutcome> Done => done.Task;

    public override Commit? Joined => Joint.Ticket;

    public override object AnswerOf(CreditAccount after, ImmutableArray<CreditEvent> events) =>
        Receipts.OfCharge(Context.Id)(after, events);

    public override string Record(object answer) => StateJson.Write((ChargeReceipt)answer);

    public override bool Accepts(object answer)
    {
        var receipt = (ChargeReceipt)answer;
        var isAccepted = Joint.IsMadeFor(receipt);
        if (!isAccepted)
        {
            done.TrySetResult(new(false, receipt));
        }

        return isAccepted;
    }

    public override void Settle(object answer) => done.TrySetResult(new(true));

    // The charge already exists, but this commit of the ticket was not written with it.
    public override void SettleAgain(RecordedCommand recorded) => done.TrySetResult(JointOutcome.NotWritten);

    public override void Refuse(Refusal refusal) => done.TrySetResult(JointOutcome.NotWritten);

    public override void Fail(Exception e)
    {
        if (e is JoinedStaleException or DuplicateCommandException or JournalRejectedException)
        {
            done.TrySetResult(JointOutcome.NotWritten);
        }
        else
        {
            done.TrySetException(e);
        }
    }
}
