using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <content>What the account and the license keep under each operation key, and what reaches a ticket late (Policy D10, I4).</content>
internal sealed partial class PureDesk
{
    private Dictionary<string, string> meanings = new(StringComparer.Ordinal);
    private Queue<(long Ticket, ChargePaid Paid)> notices = [];

    /// <summary>Operation keys with the command that each was used for.</summary>
    public IReadOnlyDictionary<string, string> Meanings => meanings;

    /// <summary>Whether tickets are told of paid charges only by <see cref="Deliver"/>.</summary>
    public bool HoldsNotices { get; set; }

    /// <summary>What happens between a ticket's commit and its first call to the account.</summary>
    public Action? BeforeSettling { get; set; }

    /// <summary>Another desk at the same point, which goes its own way from here.</summary>
    public PureDesk Fork()
    {
        var fork = (PureDesk)MemberwiseClone();
        fork.tickets = new(tickets);
        fork.history = [.. history];
        fork.Ledger = [.. Ledger];
        fork.meanings = new(meanings, StringComparer.Ordinal);
        fork.notices = new(notices);
        return fork;
    }

    /// <summary>Tells tickets of the charges that were paid.</summary>
    public void Deliver()
    {
        while (notices.TryDequeue(out var notice))
        {
            if (SettlementRules.Paid(tickets[notice.Ticket], notice.Paid, Now) is { } settled)
            {
                Commit(notice.Ticket, [settled]);
            }
        }
    }

    /// <summary>Assesses a minor modification, of which the license always has one left (Policy E3).</summary>
    public Refusal? AssessMinor(long number)
    {
        var command = new AssessTicket(
            Category.ComplexModification,
            new(35),
            null,
            MinorModification: true,
            Note: null
        );
        if (!ModificationRules.AsksLicense(tickets[number], command))
        {
            return Do(
                number,
                Engineer,
                (ticket, origin) => AssessmentRules.Assess(ticket, origin, command, Policy, Account.Balance, Now)
            );
        }

        var origin = new Origin(Engineer, $"command-{++commands}", "");
        var requested = ModificationRules.Request(
            tickets[number],
            KeyOf(number),
            origin,
            command,
            Policy,
            Account.Balance,
            Now
        );
        if (!requested.Ok)
        {
            return requested.Refusal;
        }

        Commit(number, requested.Value.Events);
        Mean(tickets[number].Modification!.Operation, new TakeModification(number));
        return Do(
            number,
            Engineer,
            (ticket, _) =>
                ModificationRules.After(ticket, isTaken: true, Policy, Now) is (var events, null)
                    ? new Decision<TicketEvent>(events)
                    : throw new InvalidOperationException("What the license gave is refused.")
        );
    }

    private void GiveBackModification(long number, PendingReturn giveBack)
    {
        Mean(giveBack.Operation + "/return", new ReturnModification(giveBack.Operation));
        Commit(number, [new ModificationGivenBack(giveBack.Operation)]);
    }

    /// <summary>The answer about a charge that was taken before it could be replaced or withdrawn, as the account gives it.</summary>
    private ChargeReceipt? TakenBefore(SettlementStep step)
    {
        var superseded = step switch
        {
            TakeCredits take => take.Replaces,
            LeaveLine leave => leave.Charge,
            _ => null,
        };
        return superseded is not null && Ledger.Find(entry => entry.Operation == superseded) is { } entry
            ? new(ChargeState.Settled, superseded, -entry.Amount, entry.BalanceAfter, entry.Lots)
            : null;
    }

    /// <summary>An operation key has one meaning: the same key comes with the same command only.</summary>
    private void Mean<TCommand>(string operation, TCommand command)
    {
        var meaning = $"{typeof(TCommand).Name} {StateJson.Write(command)}";
        if (!meanings.TryAdd(operation, meaning) && meanings[operation] != meaning)
        {
            Assert.Fail($"{operation} is {meanings[operation]}, and again {meaning}");
        }
    }
}
