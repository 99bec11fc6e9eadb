using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <inheritdoc cref="ICreditAccountGrain"/>
/// <remarks>
/// An account can be hot: many tickets of one customer, or a shop's import. So calls only enqueue, and one loop decides
/// the waiting commands one by one on a working copy, writes many entries in one commit, then publishes and replies
/// (DECISIONS.md 4). No response is sent and no balance is visible before it is on disk.
/// </remarks>
internal sealed class CreditAccountGrain
    : StoredGrain<CreditAccount>,
        ICreditAccountGrain,
        IJointChargeGrain,
        IAccountBook
{
    private readonly ISupportPolicySource policy;
    private readonly AccountLoop loop;

    /// <summary>Creates the grain with its own loop.</summary>
    public CreditAccountGrain(JournalServices services, ISupportPolicySource policy)
        : base(services)
    {
        this.policy = policy;
        loop = new(this, services.Time);
    }

    CreditAccount IAccountBook.State => State;

    ImmutableArray<CreditAmount> IAccountBook.LowBalance => policy.Current.LowBalance;

    public Task<Answer<CreditReceipt>> GrantAsync(CommandContext context, GrantCredits command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Grant(account, context, command),
                Receipts.OfEntry
            )
        );

    public Task<Answer<CreditReceipt>> PurchaseAsync(CommandContext context, PurchaseCredits command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Purchase(account, context.Actor, command),
                Receipts.OfEntry
            ) with
            {
                Order = new(command.OrderId, Owner),
            }
        );

    public Task<Answer<CreditReceipt>> AdjustAsync(CommandContext context, AdjustCredits command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Adjust(account, context, command),
                Receipts.OfEntry
            )
        );

    public Task<Answer<ChargeReceipt>> ChargeAsync(CommandContext context, ChargeTicket command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command with
                {
                    Replaces = null,
                },
                account => CreditRules.Charge(account, context.Id, command),
                Receipts.OfCharge(context.Id)
            ) with
            {
                Supersedes = command.Replaces,
            }
        );

    public Task<Answer<ChargeReceipt>> WithdrawAsync(CommandContext context, WithdrawCharge command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Withdraw(account, command),
                Receipts.OfWithdrawal(command)
            ) with
            {
                Supersedes = command.Charge,
            }
        );

    public Task<Answer<ChargeReceipt>> RefundAsync(CommandContext context, RefundTicket command) =>
        SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                (account, spent) => CreditRules.Refund(account, context.Id, command, spent),
                Receipts.OfRefund(context.Id)
            ) with
            {
                GivesBackTo = command.Number,
            }
        );

    public Task<Answer<CreditReceipt>> VoidAsync(CommandContext context, VoidLicense command) =>
        SubmitAsync(
            AccountCommand.Of(context, command, account => VoidRules.Void(account, context, command), Receipts.OfVoid)
        );

    public Task<Answer<ChargeReceipt>> PreviewChargeAsync(CommandContext context, ChargeTicket charge)
    {
        ThrowIfFailed();
        var decided = context.Actor.Sees(Owner) ? CreditRules.Charge(State, context.Id, charge) : NotFound;
        Answer<ChargeReceipt> answer = decided.Ok
            ? Receipts.OfCharge(context.Id)(
                decided.Value.Events.Aggregate(State, CreditAccount.Apply),
                decided.Value.Events
            )
            : decided.Refusal;
        return Task.FromResult(answer);
    }

    public Task<JointOutcome> ChargeJointlyAsync(CommandContext context, JointCharge joint)
    {
        ThrowIfFailed();
        return context.Actor.Sees(Owner)
            ? loop.SubmitAsync(new JointCommand(context, joint))
            : Task.FromResult(JointOutcome.NotWritten);
    }

    public Task<Answer<AccountView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<AccountView> answer = actor.Sees(Owner) ? Receipts.View(State, Version) : NotFound;
        return Task.FromResult(answer);
    }

    async Task IAccountBook.WriteAsync(AccountBatch batch)
    {
        await WriteAsync(batch.After, batch.Into);
        Services.Notices.Add(batch.Notices);
    }

    Task IAccountBook.RecordUnchangedAsync(Actor actor, RecordedCommand command) =>
        RecordUnchangedAsync(actor, command);

    Task<bool> IAccountBook.KnowsAnyAsync(ImmutableArray<string> operations) =>
        Services.Reader.KnowsAnyAsync(Key, operations);

    Task<RecordedCommand?> IAccountBook.FindCommandAsync(string id) => Services.Reader.FindCommandAsync(Key, id);

    Task<ShopOrder?> IAccountBook.FindOrderAsync(string name) => Services.Reader.FindOrderAsync(name);

    Task<EntryRow?> IAccountBook.FindEntryAsync(string operation) => Services.Reader.FindEntryAsync(Key, operation);

    Task<ImmutableArray<EntryRow>> IAccountBook.ReadEntriesOfTicketAsync(long ticket) =>
        Services.Reader.ReadEntriesOfTicketAsync(Key, ticket);

    private async Task<Answer<TAnswer>> SubmitAsync<TAnswer>(AccountCommand<TAnswer> command)
        where TAnswer : class
    {
        ThrowIfFailed();
        return command.Context.Actor.Sees(Owner) ? await loop.SubmitAsync(command) : NotFound;
    }

    private CustomerId Owner => new AccountId(Key).Customer;

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Account not found.");
}
