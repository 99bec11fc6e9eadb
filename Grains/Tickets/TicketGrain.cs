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
    IFormerStaff formerStaff
) : JournaledGrain<Ticket, TicketEvent>(services), ITicketGrain
{
    /// <summary>The balance as the account told it last, in the turn that answers with it.</summary>
    private long balance;

    protected override string StateName => "ticket";

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

    /// <summary>Whether an actor sees the owner of this ticket, or of the one that is to be opened here.</summary>
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
            (ticket, origin) => AssessmentRules.Assess(ticket, origin, command, policy.Current, balance, Now)
        );

    public async Task<Answer<AssessmentEstimate>> EstimateAsync(Actor actor, AssessTicket command)
    {
        ThrowIfFailed();
        if (TicketTable.Refuse(State, TicketAction.Assess, actor) is { } refusal)
        {
            return refusal;
        }

        var account = await Account.ViewAsync(Actor.Desk);
        if (!account.Ok)
        {
            return account.Refusal;
        }

        var isFree =
            ModificationRules.AsksLicense(State, command)
            && (await License.ViewAsync(Actor.Desk)).Value?.Modifications is { HasMore: true };
        return EstimateRules.Estimate(
            State,
            Key,
            actor,
            command,
            policy.Current,
            account.Value,
            Now,
            isFree ? Key : null
        );
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
                ReliefRules.ApplyCoverage(ticket, origin, command, license, policy.Current, balance, Now)
        );
    }

    public async Task<Answer<TicketReceipt>> SplitAsync(CommandContext context, SplitTicket command)
    {
        await TryFinishAsync();
        // Nothing is read for what is refused anyway; a repeat is answered without the messages.
        var messages = SplitRules.RefuseUnread(State, context.Actor, command) is null
            ? Conversation.MessagesAmong(await Services.Reader.ReadHistoryRowsAsync(Key, command.Messages))
            : [];
        var coverage = await CoverageNowAsync();
        await LearnBalanceAsync(State);
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

        long? available = TicketProjections.ToPay(State) > 0 ? await BalanceAsync() : null;
        var coverage = State.FixedIn is null ? await IntervalsNowAsync() : await CoverageNowAsync();
        return TicketProjections.View(State, Id, Version, actor, available) with
        {
            CoveredUntil = coverage.End,
            FixNeedsSubscription = TicketProjections.FixNeedsSubscription(State, coverage, Now),
            Promises = actor.IsStaff ? PromisedAnswers.View(State, CareOf(coverage), Now) : null,
        };
    }

    protected override Ticket Apply(Ticket state, TicketEvent happened) => TicketApply.Apply(state, happened);

    protected override Ticket Stamp(Ticket state, DateTimeOffset now) => state with { ChangedAt = now };

    protected override Card? CardOf(Ticket state, long version) => TicketProjections.StoredCardOf(state, Id, version);

    protected override void Publish() => Services.Dispatcher.Publish(TicketProjections.CardOf(State, Id, Version));

    /// <summary>A command that concerns this ticket alone.</summary>
    private async Task<Answer<TicketReceipt>> DoAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<Ticket, Answer<Decision<TicketEvent>>> decide
    )
    {
        await LearnBalanceAsync(State);
        return await ExecuteAsync(
            context,
            command,
            (ticket, _) => decide(ticket),
            (ticket, _, version) => Receipt(ticket, version)
        );
    }

    /// <summary>A command that the account may have to follow: what an earlier one left is finished first, then its own.</summary>
    private async Task<Answer<TicketReceipt>> SettleAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<Ticket, Origin, Answer<Decision<TicketEvent>>> decide
    )
    {
        await TryFinishAsync();
        balance = State.Exists ? await BalanceAsync() : 0;
        var care = await CareToAnswerAsync(context.Actor);
        return await ExecuteAsync(
            context,
            command,
            (ticket, origin) => PromisedAnswers.With(ticket, decide(ticket, origin), care, Now),
            (ticket, _, version) => Receipt(ticket, version),
            FinishAsync
        );
    }

    private async Task<Answer<TicketReceipt>> PostToOpenAsync(CommandContext context, PostMessage command)
    {
        await LearnBalanceAsync(State);
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
        var owner = await Services.Reader.FindCardAsync(license.Customer.Value);
        var name = owner is null ? license.Customer.Value : StateJson.Read<CustomerView>(owner.Card.Body).Name;
        var number = State.Exists ? State.Number : await numbers.NextAsync();
        return new(number, policy.Current.Desks[0], name, license);
    }

    /// <summary>Asks for the balance, where the answer about such a ticket tells what it lacks.</summary>
    private async Task LearnBalanceAsync(Ticket ticket)
    {
        if (TicketProjections.ToPay(ticket) > 0)
        {
            balance = await BalanceAsync();
        }
    }

    private TicketReceipt Receipt(Ticket ticket, long version) => TicketProjections.Receipt(ticket, version, balance);

    private async Task<long> BalanceAsync()
    {
        var account = await Account.ViewAsync(Actor.Desk);
        return account.Ok ? account.Value.Balance : 0;
    }
}
