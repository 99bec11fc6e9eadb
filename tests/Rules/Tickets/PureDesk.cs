using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Tickets;

/// <summary>One customer's account and tickets, driven through the pure rules alone: no grain, no database, no clock.</summary>
internal sealed partial class PureDesk(long balance = 0)
{
    public static readonly Actor Engineer = new("eng", "Erin", Role.Engineer);
    public static readonly Actor Lead = new("lead", "Lena", Role.Lead);
    public static readonly Actor Shop = new("shop", "Shop", Role.System);
    public static readonly Actor Owner = new("usr", "Olga", Role.Customer, new CustomerId("cus-1"));
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(4));
    private Dictionary<long, Ticket> tickets = [];
    private List<(long Ticket, TicketEvent Happened)> history = [];
    private int commands;

    public CreditAccount Account { get; private set; } =
        balance == 0
            ? new()
            : Fold(
                new CreditAccount(),
                CreditRules.Grant(new(), new(Shop, new("license/LIC-1")), new(new LicenseNumber("LIC-1"), new(balance)))
            );

    public List<CreditEntry> Ledger { get; private set; } = [];

    public SupportPolicy Policy { get; set; } = PolicyDocument.Shipped;

    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>What the license of every ticket covers as it stands.</summary>
    public LicenseCoverage License { get; set; } = new([]);

    public IReadOnlyDictionary<long, Ticket> Tickets => tickets;

    public Ticket this[long number] => tickets[number];

    /// <summary>What has happened to a ticket since it was opened.</summary>
    public IEnumerable<TicketEvent> EventsOf(long number) =>
        history.Where(one => one.Ticket == number).Select(one => one.Happened);

    public long Open(long? ceiling = null, LicenseCoverage? coverage = null, bool acknowledged = false) =>
        TryOpen(ceiling, coverage ?? new([]), acknowledged) is { Refusal: null, Number: var number }
            ? number
            : throw new InvalidOperationException("The ticket can't be opened.");

    /// <summary>Opens a ticket, unless that is refused.</summary>
    public (Refusal? Refusal, long Number) TryOpen(long? ceiling, LicenseCoverage coverage, bool acknowledged)
    {
        var license = new LicenseView(
            new LicenseNumber("LIC-1"),
            new CustomerId("cus-1"),
            "CS-Cart",
            LicenseKind.First,
            new(50),
            coverage,
            Start,
            1
        );
        var number = tickets.Count + 1L;
        var command = new OpenTicket(license.Number, "Subject", "Body", null, ceiling.Credits(), acknowledged);
        var opened = OpeningRules.Open(new(), Owner, command, new(number, "support", "Olga", license), Now);
        if (!opened.Ok)
        {
            return (opened.Refusal, 0);
        }

        tickets[number] = opened.Value.Events.Aggregate(new Ticket(), TicketApply.Apply);
        return (null, number);
    }

    public Refusal? Assess(long number, Category category, long? credits = null, UpgradePath? upgrade = null) =>
        Do(
            number,
            Engineer,
            (ticket, origin) =>
                AssessmentRules.Assess(
                    ticket,
                    origin,
                    new(category, credits.Credits(), upgrade, MinorModification: false, Note: null),
                    Policy,
                    Account.Balance,
                    Now
                )
        );

    public Refusal? Decide(long number, ConsentDecision decision, int? revision = null, bool acknowledged = false) =>
        Do(
            number,
            Owner,
            (ticket, origin) =>
                AssessmentRules.Decide(
                    ticket,
                    origin,
                    new(revision ?? ticket.LastRevision, decision, acknowledged),
                    Now
                )
        );

    public Refusal? Post(long number, Actor actor, bool isInternal = false)
    {
        var message = new PostMessage("text", isInternal);
        return Do(
            number,
            actor,
            (ticket, origin) =>
                ReopeningRules.IsReplyToClosed(ticket, actor, message)
                    ? ReopeningRules.Reply(ticket, KeyOf(number), origin, message, License, Policy, Now)
                    : ConversationRules.Post(ticket, actor, message, Now)
        );
    }

    public Refusal? Resolve(long number, TicketOutcome outcome) =>
        Do(number, Engineer, (ticket, origin) => EndingRules.Resolve(ticket, origin, new(outcome, null), Policy, Now));

    public Refusal? Withdraw(long number) =>
        Do(number, Owner, (ticket, origin) => EndingRules.Withdraw(ticket, origin, Now));

    /// <summary>Voids what is left of a license's credits: those of the license that every ticket names, or of another.</summary>
    public void Revoke(string license = "LIC-1") =>
        Book(
            VoidRules.Void(Account, new(Shop, new($"license/{license}/revocation")), new(new LicenseNumber(license))),
            exceptFor: null
        );

    public void Grant(LicenseNumber license, long credits)
    {
        var context = new CommandContext(Shop, new(OperationKeys.OfLicense(license)));
        Book(CreditRules.Grant(Account, context, new(license, new(credits))), exceptFor: null);
    }

    public Refusal? Adjust(long credits)
    {
        var decided = CreditRules.Adjust(
            Account,
            new(Lead, new($"adjustment-{++commands}")),
            new(new(credits), "reason")
        );
        if (decided.Ok)
        {
            Book(decided, exceptFor: null);
        }

        return decided.Refusal;
    }

    public void Purchase(long credits) =>
        Book(CreditRules.Purchase(Account, Shop, new($"order-{++commands}", new(credits))), exceptFor: null);

    /// <summary>One command and, as the grain does it, the settlement that follows.</summary>
    public Refusal? Do(long number, Actor actor, Func<Ticket, Origin, Answer<Decision<TicketEvent>>> decide)
    {
        var origin = new Origin(actor, $"command-{++commands}", "");
        var decided = decide(tickets[number], origin);
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        Commit(number, decided.Value.Events);
        BeforeSettling?.Invoke();
        while (tickets[number].Settlement is not null)
        {
            Settle(number);
        }

        if (tickets[number].Return is { } giveBack)
        {
            GiveBackModification(number, giveBack);
        }

        if (tickets[number].Reply is { } reply)
        {
            FollowUp(number, reply);
        }

        return null;
    }

    /// <summary>What a command that changes nothing would be answered now.</summary>
    public TicketReceipt ReceiptOf(long number) =>
        TicketProjections.Receipt(tickets[number], 1, Receipts.View(Account, 1));

    private static string KeyOf(long number) => $"tic-{number}";

    private void Settle(long number)
    {
        var ticket = tickets[number];
        if (SettlementRules.Next(ticket, KeyOf(number)) is not { } step)
        {
            Commit(number, [new SettlementFinished()]);
            return;
        }

        var receipt =
            TakenBefore(step)
            ?? step switch
            {
                TakeCredits take => Take(ticket, take),
                LeaveLine leave => Leave(leave),
                GiveBack give => Give(ticket, give),
                _ => throw new InvalidOperationException(),
            };
        Commit(number, SettlementRules.After(tickets[number], KeyOf(number), receipt, Now));
    }

    private ChargeReceipt Take(Ticket ticket, TakeCredits take)
    {
        var id = new CommandId(take.Operation);
        var charge = new ChargeTicket(
            new(KeyOf(ticket.Number)),
            ticket.Number,
            ticket.Settlement!.Revision,
            take.Credits,
            take.Replaces
        );
        Mean(take.Operation, charge with { Replaces = null });
        var events = Book(CreditRules.Charge(Account, id, charge), take.Operation);
        return Receipts.OfCharge(id)(Account, events);
    }

    private ChargeReceipt Leave(LeaveLine leave)
    {
        var withdrawal = new WithdrawCharge(leave.Charge);
        Mean(leave.Operation, withdrawal);
        var events = Book(CreditRules.Withdraw(Account, withdrawal), exceptFor: null);
        return Receipts.OfWithdrawal(withdrawal)(Account, events);
    }

    private ChargeReceipt Give(Ticket ticket, GiveBack give)
    {
        var id = new CommandId(give.Operation);
        var refund = new RefundTicket(ticket.Number, ticket.Settlement!.Revision, give.Lots);
        Mean(give.Operation, refund);
        var spent = CreditLots.Spent(
            Ledger.Where(entry => entry.Ticket == ticket.Number).Select(entry => (entry.Amount, entry.Lots))
        );
        var events = Book(CreditRules.Refund(Account, id, refund, spent), give.Operation);
        return Receipts.OfRefund(id)(Account, events);
    }

    /// <summary>Books what the account decided, and tells other tickets whose charges were paid by it.</summary>
    private ImmutableArray<CreditEvent> Book(Answer<Decision<CreditEvent>> decided, string? exceptFor)
    {
        var events = decided.Value!.Events;
        Account = events.Aggregate(Account, CreditAccount.Apply);
        Ledger.AddRange(events.OfType<CreditEntry>());
        foreach (var entry in events.OfType<CreditEntry>())
        {
            if (entry.WaitedFor is not null && entry.Operation != exceptFor)
            {
                notices.Enqueue((entry.Ticket!.Value, new(entry.Operation, entry.Lots)));
            }
        }

        if (!HoldsNotices)
        {
            Deliver();
        }

        return events;
    }

    private void Commit(long number, ImmutableArray<TicketEvent> events)
    {
        history.AddRange(events.Select(happened => (number, happened)));
        tickets[number] = events.Aggregate(tickets[number], TicketApply.Apply);
    }

    private static CreditAccount Fold(CreditAccount account, Answer<Decision<CreditEvent>> decided) =>
        decided.Value!.Events.Aggregate(account, CreditAccount.Apply);
}
