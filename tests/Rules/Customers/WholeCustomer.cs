using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Customers;

/// <summary>A license of the customer.</summary>
/// <param name="Registered">As it was registered.</param>
/// <param name="Coverage">What it covers.</param>
internal sealed record HeldLicense(RegisteredLicense Registered, LicenseCoverage Coverage);

/// <summary>
/// One customer with licenses of several editions, an account and tickets, driven through the pure rules, and beside it
/// what must come of it, counted as simply as can be.
/// </summary>
internal sealed class WholeCustomer
{
    private static readonly DateOnly Bought = new(2026, 2, 1);
    private readonly PureDesk desk = new();
    private readonly List<HeldLicense> licenses = [];
    private readonly Dictionary<long, long> agreedTo = [];
    private readonly Dictionary<long, HeldLicense> named = [];
    private readonly HashSet<(long Ticket, Category Category)> waived = [];
    private long granted;
    private long bought;
    private long adjusted;

    /// <summary>Registers a license of an edition; what it brings is counted on the side (Policy A1, A3).</summary>
    public void Register(Edition edition)
    {
        var number = new LicenseNumber($"LIC-{licenses.Count + 1}");
        var registered = licenses.Select(license => license.Registered).ToImmutableArray();
        var decided = KindRules.Decide(desk.Policy, registered, number, edition.Name, storefrontOf: null);
        var isFirst = registered.All(license => license.Edition != edition.Name);
        var plan = isFirst ? edition.First : edition.Additional;
        if (plan is null)
        {
            Assert.False(decided.Ok);
            return;
        }

        var (kind, benefit) = (decided.Value!.Kind, decided.Value.Benefit!);
        Assert.Equal(plan.Credits ?? CreditAmount.Zero, benefit.Credits);
        licenses.Add(
            new(new(number, edition.Name, kind), CoverageRules.CoverageOf(desk.Policy, benefit, null, Bought, default))
        );
        granted += benefit.Credits.Value;
        if (benefit.Credits > CreditAmount.Zero)
        {
            desk.Grant(number, benefit.Credits.Value);
        }
    }

    /// <summary>Buys credits.</summary>
    public void Purchase(long credits)
    {
        desk.Purchase(credits);
        bought += credits;
    }

    /// <summary>A lead's adjustment, which may be refused (Policy D13).</summary>
    public void Adjust(long credits)
    {
        if (desk.Adjust(credits) is null)
        {
            adjusted += credits;
        }
    }

    /// <summary>Revokes one of the licenses: what is left of its credits goes (Policy A8).</summary>
    public void Revoke(int pick)
    {
        if (licenses.Count == 0)
        {
            return;
        }

        var place = pick % licenses.Count;
        var (registered, coverage) = licenses[place];
        if (!registered.Revoked)
        {
            desk.Revoke(registered.Number.Value);
            licenses[place] = new(registered with { Revoked = true }, coverage with { RevokedAt = desk.Now });
        }
    }

    /// <summary>Opens a ticket about one of the licenses, unless that one is revoked.</summary>
    public void Open(int license, long ceiling)
    {
        if (licenses.Count > 0 && licenses[license % licenses.Count] is { Registered.Revoked: false } held)
        {
            var number = desk.Open(ceiling, held.Coverage, acknowledged: true);
            agreedTo[number] = ceiling;
            named[number] = held;
        }
    }

    /// <summary>Assesses a ticket, and compares the price with the policy read by hand (Policy B, C).</summary>
    public void Assess(int pick, Category category)
    {
        if (TicketOf(pick) is not { } number)
        {
            return;
        }

        var before = desk[number].LastRevision;
        var path = new UpgradePath("4.3.1", "4.3.4");
        var refusal = desk.Assess(
            number,
            category,
            category == Category.ComplexModification ? desk.Policy.Prices.ComplexModificationFrom.Value + 15 : null,
            category == Category.Upgrade ? path : null
        );
        if (refusal is null)
        {
            var ticket = desk[number];
            Assert.Equal(before + 1, ticket.LastRevision);
            Assert.Equal(PriceOf(ticket, category), (ticket.Proposed ?? ticket.Agreed)!.Price.Value);
        }
    }

    /// <summary>The customer's decision on what is proposed.</summary>
    public void Decide(int pick, ConsentDecision decision)
    {
        if (TicketOf(pick) is not { } number)
        {
            return;
        }

        var price = desk[number].Proposed?.Price ?? CreditAmount.Zero;
        if (desk.Decide(number, decision, acknowledged: true) is null && decision == ConsentDecision.Accept)
        {
            agreedTo[number] = Math.Max(agreedTo[number], price.Value);
        }
    }

    /// <summary>Staff waive the price of what is assessed; that holds for its category (Policy D6).</summary>
    public void Waive(int pick)
    {
        if (TicketOf(pick) is not { } number)
        {
            return;
        }

        var before = desk[number].LastRevision;
        var refusal = desk.Do(
            number,
            PureDesk.Engineer,
            (ticket, origin) => ReliefRules.Waive(ticket, origin, new("reason"), desk.Now)
        );
        if (refusal is null)
        {
            Assert.Equal((0, 0), (desk[number].Charged.Value, desk[number].Agreed!.Price.Value));
        }

        if (desk[number].LastRevision > before)
        {
            waived.Add((number, desk[number].Agreed!.Category));
        }
    }

    /// <summary>Any other command on a ticket.</summary>
    public void Do(int pick, Action<PureDesk, long> command)
    {
        if (TicketOf(pick) is { } number)
        {
            desk.License = named[number].Coverage;
            command(desk, number);
            TakeFollowUps(number);
        }
    }

    /// <summary>Time goes on.</summary>
    public void Wait(TimeSpan time)
    {
        desk.Now += time;
        desk.CloseDue();
    }

    /// <summary>Another policy comes into force: every price rises or falls; what was assessed before stays.</summary>
    public void ChangePrices(long by)
    {
        var prices = desk.Policy.Prices;
        var agreed = desk.Tickets.ToDictionary(ticket => ticket.Key, ticket => ticket.Value.Agreed);
        desk.Policy = desk.Policy with
        {
            Version = $"{desk.Policy.Version}x",
            Prices = prices with
            {
                Question = CreditAmount.Max(CreditAmount.One, prices.Question + new CreditAmount(by)),
                Configuration = CreditAmount.Max(CreditAmount.One, prices.Configuration + new CreditAmount(by)),
                Investigation = CreditAmount.Max(CreditAmount.One, prices.Investigation + new CreditAmount(by)),
            },
        };
        Assert.All(desk.Tickets, ticket => Assert.Equal(agreed[ticket.Key], ticket.Value.Agreed));
    }

    /// <summary>What always holds (Policy I1 to I5, I8).</summary>
    public void Check()
    {
        var tickets = desk.Tickets.Values;
        Assert.Equal(desk.Ledger.Sum(entry => entry.Amount), desk.Account.Balance);
        Assert.All(desk.Ledger, entry => Assert.True(entry.BalanceAfter >= CreditAmount.Zero));
        Assert.Equal(desk.Ledger.Count, desk.Ledger.Select(entry => entry.Operation).Distinct().Count());
        var voided = -desk.Ledger.Where(entry => entry.Kind == EntryKind.Void).Sum(entry => entry.Amount);
        Assert.Equal(
            granted + bought + adjusted,
            (desk.Account.Balance + tickets.Sum(ticket => ticket.Charged) + voided).Value
        );
        var revoked = licenses.Where(license => license.Registered.Revoked);
        Assert.Empty(
            desk.Account.Lots.Select(lot => lot.Reference).Intersect(revoked.Select(l => l.Registered.Number.Value))
        );
        Assert.Equal(desk.Account.Balance, desk.Account.Lots.Sum(lot => lot.Remaining));
        foreach (var ticket in tickets)
        {
            var net = -desk.Ledger.Where(entry => entry.Ticket == ticket.Number).Sum(entry => entry.Amount);
            Assert.Equal(net, ticket.Charged);
            if (ticket is { IsLive: true, Proposed: null })
            {
                Assert.Equal(
                    ticket.Agreed?.Price ?? CreditAmount.Zero,
                    ticket.Charged + (ticket.Waiting?.Required ?? CreditAmount.Zero)
                );
            }

            var question = Math.Max(
                desk.Policy.Prices.Question.Value,
                (ticket.Agreed?.Price ?? CreditAmount.Zero).Value
            );
            Assert.True(ticket.Charged.Value <= Math.Max(agreedTo[ticket.Number], question));
        }
    }

    /// <summary>A late reply became a ticket about the same license, without an agreement in advance (Policy F4).</summary>
    private void TakeFollowUps(long number)
    {
        foreach (var followUp in desk[number].FollowUps)
        {
            agreedTo.TryAdd(followUp.Number, 0);
            named.TryAdd(followUp.Number, named[number]);
        }
    }

    private long PriceOf(Ticket ticket, Category category)
    {
        var prices = desk.Policy.Prices;
        var interval = named[ticket.Number].Coverage.Intervals.SingleOrDefault();
        var isCovered = interval is not null && interval.Start <= ticket.AskedAt && ticket.AskedAt < interval.End;
        var isFree =
            isCovered
            && (
                category is Category.Question or Category.Configuration
                || (category == Category.Investigation && interval!.Basis == CoverageBasis.Vip)
            );
        return category switch
        {
            _ when isFree || waived.Contains((ticket.Number, category)) => 0,
            Category.Question => prices.Question.Value,
            Category.Configuration => prices.Configuration.Value,
            Category.Investigation => prices.Investigation.Value,
            Category.ComplexModification => (prices.ComplexModificationFrom + new CreditAmount(15)).Value,
            Category.Upgrade => (prices.Upgrade.Base + prices.Upgrade.PerFurtherRelease).Value,
            _ => 0,
        };
    }

    private long? TicketOf(int pick) => desk.Tickets.Count == 0 ? null : (pick % desk.Tickets.Count) + 1L;
}
