using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Staff;

namespace Tallydesk.Tickets;

/// <inheritdoc cref="ITicketGrain"/>
internal sealed partial class TicketGrain(
    JournalServices services,
    ISupportPolicySource policy,
    ITicketNumbers numbers,
    IFormerStaff formerStaff,
    ChangedTickets changed
) : JournaledGrain<Ticket, TicketEvent>(services), ITicketGrain
{
    // A command that is already decided does not wait longer for the account data in its response.
    private static readonly TimeSpan AccountPatience = TimeSpan.FromSeconds(2);

    /// <summary>The latest account seen in this turn; null if it is not needed or did not respond.</summary>
    private AccountView? account;

    private TicketId Id => TicketId.From(Key);

    private ICreditAccountGrain Account => GrainFactory.GetGrain<ICreditAccountGrain>(State.Customer.Account.Value);

    public async Task<Answer<TicketReceipt>> OpenAsync(CommandContext context, OpenTicket command)
    {
        if (OpeningRules.Check(command) is { } malformed)
        {
            return malformed;
        }

        var license = await GrainFactory.GetGrain<ILicenseGrain>(command.License.GrainKey).ViewAsync(context.Actor);
        if (!license.Ok)
        {
            return license.Refusal;
        }

        var opening = await OpeningOfAsync(license.Value);
        return await ExecuteAsync(
            context,
            command,
            (ticket, _) =>
                ticket.Exists
                    ? Repeats.KeyReused(context.Id)
                    : OpeningRules.Open(ticket, context.Actor, command, opening, Now),
            (ticket, _, version) => Receipt(ticket, version) with { Opening = TicketProjections.OpeningOf(ticket) }
        );
    }

    public async Task<Answer<TicketReceipt>> OpenSplitAsync(CommandContext context, OpenSplitTicket command)
    {
        if (!SeesOwner(context.Actor, command.Customer))
        {
            return TicketTable.NotFound;
        }

        var number = State.Exists ? State.Number : await numbers.NextAsync();
        return await ExecuteAsync(
            context,
            command,
            (ticket, _) => OpeningRules.OpenSplit(ticket, command, number),
            (ticket, _, version) => Receipt(ticket, version) with { Message = ticket.FirstMessage }
        );
    }

    public async Task<Answer<TicketReceipt>> OpenFromChatAsync(CommandContext context, OpenChatTicket command)
    {
        if (!SeesOwner(context.Actor, command.Customer))
        {
            return TicketTable.NotFound;
        }

        var number = State.Exists ? State.Number : await numbers.NextAsync();
        return await DoAsync(context, command, ticket => OpeningRules.OpenFromChat(ticket, command, number));
    }

    /// <summary>Whether an actor can see the owner of this ticket, or of the one to be opened here.</summary>
    private bool SeesOwner(Actor actor, CustomerId owner) => actor.Sees(State.Exists ? State.Customer : owner);

    public async Task<Answer<TicketReceipt>> PostAsync(CommandContext context, PostMessage command)
    {
        if (!State.IsLive)
        {
            await TryFinishAsync();
        }

        return ReopeningRules.IsReplyToClosed(State, context.Actor, command)
            ? await ReplyToClosedAsync(context, command)
            : await PostToOpenAsync(context, command);
    }

    public async Task<Answer<TicketReceipt>> ClaimAsync(CommandContext context)
    {
        var hasLeft = await formerStaff.IncludesAsync(context.Actor.Id);
        return await DoAsync(
            context,
            TicketAction.Claim,
            ticket => AssignmentRules.Claim(ticket, context.Actor, hasLeft)
        );
    }

    public Task<Answer<TicketReceipt>> ReleaseAsync(CommandContext context) =>
        DoAsync(context, TicketAction.Release, ticket => AssignmentRules.Release(ticket, context.Actor));

    public async Task<Answer<TicketReceipt>> AssignAsync(CommandContext context, AssignTicket command)
    {
        var hasLeft = command.Engineer is { } engineer && await formerStaff.IncludesAsync(engineer);
        return await DoAsync(
            context,
            command,
            ticket => AssignmentRules.Assign(ticket, context.Actor, command, hasLeft)
        );
    }

    public async Task ReturnAsync(Actor actor, string formerAssignee)
    {
        actor.MustBeDesk();
        ThrowIfFailed();
        if (await formerStaff.IncludesAsync(formerAssignee))
        {
            await CommitAnyAsync(actor, AssignmentRules.Return(State, formerAssignee));
        }
    }

    public Task<Answer<TicketReceipt>> ChangeUrgencyAsync(CommandContext context, ChangeUrgency command) =>
        DoAsync(context, command, ticket => AssignmentRules.ChangeUrgency(ticket, context.Actor, command));

    public async Task<Answer<TicketReceipt>> AssessAsync(CommandContext context, AssessTicket command) =>
        await AssessModificationAsync(context, command)
        ?? await SettleAsync(
            context,
            command,
            (ticket, origin) => AssessmentRules.Assess(ticket, origin, command, policy.Current, account?.Balance, Now),
            mayPropose: true
        );

    public async Task<Answer<AssessmentEstimate>> EstimateAsync(Actor actor, AssessTicket command)
    {
        ThrowIfFailed();
        if (TicketTable.Refuse(State, TicketAction.Assess, actor) is { } refusal)
        {
            return refusal;
        }

        var now = await Account.ViewAsync(Actor.Desk);
        if (!now.Ok)
        {
            return now.Refusal;
        }

        var isFree =
            ModificationRules.AsksLicense(State, command)
            && (await License.ViewAsync(Actor.Desk)).Value?.Modifications is { HasMore: true };
        return EstimateRules.Estimate(State, Key, actor, command, policy.Current, now.Value, Now, isFree ? Key : null);
    }

    public Task<Answer<TicketReceipt>> DecideAsync(CommandContext context, DecideConsent command) =>
        SettleAsync(context, command, (ticket, origin) => AssessmentRules.Decide(ticket, origin, command, Now));

    public Task<Answer<TicketReceipt>> WaiveAsync(CommandContext context, WaiveTicket command) =>
        SettleAsync(context, command, (ticket, origin) => ReliefRules.Waive(ticket, origin, command, Now));

    public async Task<Answer<TicketReceipt>> ApplyCoverageAsync(CommandContext context, ApplyCoverage command)
    {
        var license = State.Exists ? await CoverageNowAsync() : State.Coverage;
        return await SettleAsync(
            context,
            command,
            (ticket, origin) =>
                ReliefRules.ApplyCoverage(ticket, origin, command, license, policy.Current, account?.Balance, Now),
            mayPropose: true
        );
    }

    public async Task<Answer<TicketReceipt>> SplitAsync(CommandContext context, SplitTicket command)
    {
        await TryFinishAsync();
        // Nothing is loaded for commands that are refused anyway; repeats are answered without the messages.
        var messages = SplitRules.RefuseUnread(State, context.Actor, command) is null
            ? Conversation.MessagesAmong(await Services.Reader.ReadHistoryRowsAsync(Key, command.Messages))
            : [];
        var coverage = await CoverageNowAsync();
        await LearnAccountAsync(State);
        return await ExecuteAsync(
            context,
            command,
            (ticket, origin) => SplitRules.Split(ticket, Key, origin, command, messages, coverage, Now),
            (ticket, _, version) => SplitReceipt(ticket, version),
            FinishAsync
        );
    }

    public Task<Answer<TicketReceipt>> ResolveAsync(CommandContext context, ResolveTicket command) =>
        SettleAsync(
            context,
            command,
            (ticket, origin) => EndingRules.Resolve(ticket, origin, command, policy.Current, Now)
        );

    public Task<Answer<TicketReceipt>> WithdrawAsync(CommandContext context) =>
        SettleAsync(context, TicketAction.Withdraw, (ticket, origin) => EndingRules.Withdraw(ticket, origin, Now));

    public Task<Answer<TicketReceipt>> CloseAsync(CommandContext context) =>
        DoAsync(context, TicketAction.Close, ticket => EndingRules.Close(ticket, context.Actor, Now));

    public Task<Answer<TicketReceipt>> ReopenAsync(CommandContext context) =>
        SettleAsync(
            context,
            TicketAction.Reopen,
            (ticket, origin) => ReopeningRules.Reopen(ticket, origin.Actor, policy.Current, Now)
        );

    public async Task CloseWhenDueAsync(Actor actor)
    {
        actor.MustBeDesk();
        await FinishAsync();
        if (ReopeningRules.CloseWhenDue(State, policy.Current, Now) is { } closed)
        {
            await CommitAsync(actor, [closed]);
        }
    }

    public async Task ChargePaidAsync(Actor actor, ChargePaid paid)
    {
        actor.MustBeDesk();
        if (SettlementRules.Paid(State, paid, Now) is { } settled)
        {
            await CommitAsync(actor, [settled]);
        }
        else
        {
            await FinishAsync();
            // Either this is a repeat, or another activation has the charge and this one doesn't. Then the call fails, and
            // the notice is sent again.
            await ThrowIfStaleAsync();
        }
    }

    public async Task ResumeAsync(Actor actor)
    {
        actor.MustBeDesk();
        await FinishAsync();
        ResumeMerge();
    }

    public async Task<Answer<TicketView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        if (!State.Exists || !actor.Sees(State.Customer))
        {
            return TicketTable.NotFound;
        }

        var known = TicketProjections.ToPay(State) > CreditAmount.Zero ? await ReadAccountAsync() : null;
        var coverage = State.FixedIn is null ? await IntervalsNowAsync() : await CoverageNowAsync();
        return TicketProjections.View(State, Id, Version, actor, known) with
        {
            CoveredUntil = coverage.End,
            FixNeedsSubscription = TicketProjections.FixNeedsSubscription(State, coverage, Now),
            Promises = actor.IsStaff ? PromisedAnswers.View(State, CareOf(coverage), Now) : null,
        };
    }

    protected override Ticket Apply(Ticket state, TicketEvent happened) => TicketApply.Apply(state, happened);

    protected override Ticket Stamp(Ticket state, DateTimeOffset now) => state with { ChangedAt = now };

    protected override Card? CardOf(Ticket state, long version) => TicketProjections.StoredCardOf(state, Id, version);

    protected override void Publish() => changed.Add(TicketProjections.CardOf(State, Id, Version));

    /// <summary>A command that affects only this ticket.</summary>
    private async Task<Answer<TicketReceipt>> DoAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<Ticket, Answer<Decision<TicketEvent>>> decide
    )
    {
        await LearnAccountAsync(State);
        return await ExecuteAsync(
            context,
            command,
            (ticket, _) => decide(ticket),
            (ticket, _, version) => Receipt(ticket, version)
        );
    }

    /// <summary>A command that may need a settlement: unfinished steps of an earlier command are completed first, then its own.</summary>
    /// <param name="context">The actor and id of the command.</param>
    /// <param name="command">The command.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="mayPropose">Whether it can propose a price that the response compares with the balance.</param>
    /// <typeparam name="TCommand">The command.</typeparam>
    private async Task<Answer<TicketReceipt>> SettleAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<Ticket, Origin, Answer<Decision<TicketEvent>>> decide,
        bool mayPropose = false
    )
    {
        await TryFinishAsync();
        await LearnAccountAsync(State, mayPropose);
        var care = await CareToAnswerAsync(context.Actor);
        return await ExecuteAsync(
            context,
            command,
            (ticket, origin) => PromisedAnswers.With(ticket, decide(ticket, origin), care, Now),
            (ticket, _, version) => Receipt(ticket, version),
            FinishAsync,
            (events, record) => TryChargeJointlyAsync(context.Actor, events, care, record)
        );
    }

    private async Task<Answer<TicketReceipt>> PostToOpenAsync(CommandContext context, PostMessage command)
    {
        await LearnAccountAsync(State);
        var care = await CareToAnswerAsync(context.Actor);
        return await ExecuteAsync(
            context,
            command,
            (ticket, _) =>
                PromisedAnswers.With(ticket, ConversationRules.Post(ticket, context.Actor, command, Now), care, Now),
            (ticket, _, version) => Receipt(ticket, version) with { Message = ticket.HistorySeq },
            FinishAsync
        );
    }

    private async Task<Opening> OpeningOfAsync(LicenseView license)
    {
        var owner = await GrainFactory.GetGrain<ICustomerGrain>(license.Customer.Value).ViewAsync(Actor.Desk);
        var name = owner.Ok ? owner.Value.Name : license.Customer.Value;
        var number = State.Exists ? State.Number : await numbers.NextAsync();
        return new(number, policy.Current.Desks[0], name, license);
    }

    /// <summary>Reads the account if the response includes the missing credits.</summary>
    private async Task LearnAccountAsync(Ticket ticket, bool mayPropose = false) =>
        account =
            ticket.Exists && (mayPropose || TicketProjections.ToPay(ticket) > CreditAmount.Zero)
                ? await ReadAccountAsync()
                : null;

    /// <summary>The current account; null if it does not respond. A command doesn't fail for data that is only shown.</summary>
    private async Task<AccountView?> ReadAccountAsync()
    {
        var reading = Account.ViewAsync(Actor.Desk);
        try
        {
            return (await reading.WaitAsync(AccountPatience)).Value;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            reading.Ignore();
            return null;
        }
    }

    private TicketReceipt Receipt(Ticket ticket, long version) => TicketProjections.Receipt(ticket, version, account);
}
