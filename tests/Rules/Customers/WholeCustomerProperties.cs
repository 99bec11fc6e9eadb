using CsCheck;
using Tallydesk.Policy;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Customers;

/// <summary>
/// Random histories of whole customers. <c>CsCheck_Iter=100000</c> plays so many of them instead of the few of every run,
/// <c>CsCheck_Seed=…</c> plays one again.
/// </summary>
public sealed class WholeCustomerProperties
{
    private const long EachRun = 3_000;
    private const int Longest = 60;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (2, Gen.Int[0, 4].Select(Register)),
        (2, Gen.Long[1, 60].Select(Purchase)),
        (1, Gen.Long[-40, 40].Select(Adjust)),
        (1, Gen.Int[0, 9].Select(Revoke)),
        (3, Gen.Select(Gen.Int[0, 9], Gen.Long[0, 40], Open)),
        (6, Gen.Select(Gen.Int[0, 5], Gen.Enum<Category>(), Assess)),
        (5, Gen.Select(Gen.Int[0, 5], Gen.Enum<ConsentDecision>(), Decide)),
        (1, Gen.Select(Gen.Int[0, 5], Gen.Enum<TicketOutcome>(), Resolve)),
        (1, Gen.Int[0, 5].Select(Withdraw)),
        (2, Gen.Select(Gen.Int[0, 5], Gen.Bool, Post)),
        (1, Gen.Int[0, 5].Select(Reopen)),
        (1, Gen.Select(Gen.Int[0, 5], Gen.Int[1, 6], Merge)),
        (1, Gen.Int[1, 60].Select(Wait)),
        (1, Gen.Long[-3, 3].Select(ChangePrices))
    );

    [Fact]
    public void A1_A3_A8_B1_I1_I2_I3_I4_I5_I8_Whatever_a_customer_does_the_books_agree() =>
        Steps.Array[1, Longest].Sample(Play, iter: Math.Max(EachRun, Check.Iter), print: Print);

    private static void Play(Step[] steps)
    {
        var customer = new WholeCustomer();
        foreach (var step in steps)
        {
            step.Do(customer);
            customer.Check();
        }
    }

    private static string Print(Step[] steps) => string.Join("; ", steps.Select(step => step.Text));

    private static Step Register(int edition) =>
        new($"register {edition}", customer => customer.Register(PolicyDocument.Shipped.Editions[edition]));

    private static Step Purchase(long credits) => new($"purchase {credits}", customer => customer.Purchase(credits));

    private static Step Adjust(long credits) => new($"adjust {credits}", customer => customer.Adjust(credits));

    private static Step Revoke(int license) => new($"revoke {license}", customer => customer.Revoke(license));

    private static Step Open(int license, long ceiling) =>
        new($"open on {license} up to {ceiling}", customer => customer.Open(license, ceiling));

    private static Step Assess(int ticket, Category category) =>
        new($"assess {ticket} as {category}", customer => customer.Assess(ticket, category));

    private static Step Decide(int ticket, ConsentDecision decision) =>
        new($"{decision} {ticket}", customer => customer.Decide(ticket, decision));

    private static Step Resolve(int ticket, TicketOutcome outcome) =>
        new($"{outcome} {ticket}", Ticket(ticket, (desk, number) => desk.Resolve(number, outcome)));

    private static Step Withdraw(int ticket) =>
        new($"withdraw {ticket}", Ticket(ticket, (desk, number) => desk.Withdraw(number)));

    private static Step Post(int ticket, bool byStaff)
    {
        var author = byStaff ? PureDesk.Engineer : PureDesk.Owner;
        return new($"{author.Name} writes on {ticket}", Ticket(ticket, (desk, number) => desk.Post(number, author)));
    }

    private static Step Reopen(int ticket) =>
        new($"reopen {ticket}", Ticket(ticket, (desk, number) => desk.Reopen(number)));

    private static Step Merge(int ticket, int into) =>
        new($"merge {ticket} into number {into}", Ticket(ticket, (desk, number) => desk.Merge(number, into)));

    private static Step Wait(int days) => new($"wait {days} days", customer => customer.Wait(TimeSpan.FromDays(days)));

    private static Step ChangePrices(long by) => new($"prices {by:+0;-0}", customer => customer.ChangePrices(by));

    private static Action<WholeCustomer> Ticket(int pick, Action<PureDesk, long> command) =>
        customer => customer.Do(pick, command);

    private sealed record Step(string Text, Action<WholeCustomer> Do);
}
