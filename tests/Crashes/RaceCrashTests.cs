using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>
/// 64 tickets race for one account while the shop brings credits for 50 of them, and the process is killed amid it. Whoever
/// was answered has what was promised; whoever was not repeats the command and is served once.
/// </summary>
public sealed class RaceCrashTests
{
    [Theory]
    [InlineData(3, "before")]
    [InlineData(15, "after")]
    public async Task Killed_amid_a_race_of_charges_balance_ledger_and_tickets_agree(int commit, string moment)
    {
        var cut = new Cut("race", await Stores.NewDatabaseAsync(), commit, moment);

        var desk = Assert.Single(await Recovered.RunAsync(await Crashed.RunAsync([cut])));

        desk.AssertInOrder();
        var answered = desk.Crashed.Answers.Count(answer =>
            answer.Command.EndsWith("assess Question", StringComparison.Ordinal)
        );
        Assert.InRange(answered, 0, 63);
        var served = desk.Repeated.Tickets.ToLookup(ticket => (ticket.Status, ticket.Charged));
        Assert.Equal(50, served[("Open", 5)].Count());
        Assert.Equal(14, served[("AwaitingCredits", 0)].Count());
        Assert.Equal(0, desk.Repeated.Balance);
    }
}
