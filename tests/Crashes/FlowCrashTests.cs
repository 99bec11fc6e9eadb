using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>
/// A process is killed before and after the commits of a flow. The next one, which nobody calls, finishes what was begun:
/// all of it, and once. Where nothing was on disk, nothing happened. Clients who repeat their commands get the first answers.
/// </summary>
public sealed class FlowCrashTests(Stores stores) : IClassFixture<Stores>
{
    [Theory]
    [InlineData("registration", "grant 50", "")]
    [InlineData("agreement", "grant 50, charge -20 of 1", "1 Open 20: Question")]
    [InlineData(
        "correction",
        "grant 50, charge -20 of 1, refund 10 of 1, charge -40 of 2",
        "1 Open 10: Question, 2 Open 40: Question"
    )]
    [InlineData(
        "settlement",
        "grant 50, purchase 100, charge -60 of 1, charge -5 of 2",
        "1 Open 60: Question, 2 Open 5: Question"
    )]
    [InlineData(
        "split",
        "grant 50",
        "1 New 0: Question | second | third | A separate question was split into another ticket: Other subject, "
            + "2 New 0: second | third"
    )]
    [InlineData("closing", "grant 50, charge -5 of 1", "1 Closed 5: Question")]
    [InlineData(
        "lateReply",
        "grant 50, charge -5 of 1",
        "1 Closed 5: Question | A later reply to this ticket became another ticket., 2 New 0: late"
    )]
    [InlineData(
        "merge",
        "grant 50, charge -5 of 1, charge -5 of 2, refund 5 of 2",
        "1 Open 5: Question | Another ticket is a duplicate and was merged into this ticket., "
            + "2 Merged 0: Question | This ticket is a duplicate and was merged into another ticket. Please continue there."
    )]
    [InlineData(
        "revocation",
        "grant 50, charge -20 of 1, void -30",
        "1 Open 20: Question, 2 AwaitingCredits 0: Question"
    )]
    [InlineData("modification", "", "1 Open 0: Question")]
    [InlineData("return", "", "1 Open 0: Question")]
    [InlineData("chat", "grant 50", "1 New 0: How do I export reports? | A moment.")]
    [InlineData(
        "waiver",
        "grant 50, charge -20 of 1, refund 20 of 1, charge -40 of 2",
        "1 Closed 0: Question, 2 Open 40: Question"
    )]
    public void Undisturbed_a_flow_has_its_effects(string flow, string entries, string tickets)
    {
        var completed = stores.WholeOf(flow).Completed;

        Assert.Equal(entries, string.Join(", ", completed.Entries.Select(Line)));
        Assert.Equal(tickets, string.Join(", ", completed.Tickets.Select(Line)));
        BooksAssert.Agree(completed);
    }

    [Theory]
    [InlineData("registration")]
    [InlineData("agreement")]
    [InlineData("correction")]
    [InlineData("settlement")]
    [InlineData("split")]
    [InlineData("closing")]
    [InlineData("lateReply")]
    [InlineData("merge")]
    [InlineData("revocation")]
    [InlineData("modification")]
    [InlineData("return")]
    [InlineData("chat")]
    [InlineData("waiver")]
    public async Task On_SQLite_a_flow_killed_at_any_commit_is_done_once(string flow)
    {
        var cuts =
            from commit in Enumerable.Range(1, stores.WholeOf(flow).Commits)
            from moment in (string[])["before", "after"]
            select new Cut(flow, stores.NewFolder(), commit, moment);

        await AssertDoneOnceAsync([.. cuts]);
    }

    [Fact]
    public async Task On_PostgreSQL_a_flow_killed_in_the_middle_is_done_once()
    {
        var cuts = new List<Cut>();
        foreach (var flow in Stores.Flows)
        {
            var middle = (stores.WholeOf(flow).Commits + 1) / 2;
            cuts.Add(new(flow, await Stores.NewDatabaseAsync(), middle, "before"));
            cuts.Add(new(flow, await Stores.NewDatabaseAsync(), middle, "after"));
        }

        await AssertDoneOnceAsync(cuts);
    }

    private async Task AssertDoneOnceAsync(IReadOnlyCollection<Cut> cuts)
    {
        foreach (var desk in await Recovered.RunAsync(await Crashed.RunAsync(cuts)))
        {
            var cut = desk.Crashed.Cut;
            var whole = stores.WholeOf(cut.Flow);
            desk.AssertInOrder();
            AssertEqual(cut.IsBeforeAll ? desk.Crashed.Prepared : whole.Completed, desk.Found, cut);
            AssertEqual(whole.Completed, desk.Repeated, cut);
            Assert.Equal(Gists(whole.Answers), Gists(desk.Answers));
        }
    }

    private static void AssertEqual(Snapshot expected, Snapshot found, Cut cut) =>
        Assert.Equal($"{cut}\n{expected}", $"{cut}\n{found}");

    private static IEnumerable<(string Command, string Gist)> Gists(IEnumerable<Answered> answers) =>
        answers.Select(answer => (answer.Command, answer.Gist)).Distinct();

    private static string Line(Entry entry) =>
        $"{entry.Kind} {entry.Amount}" + (entry.Ticket is { } ticket ? $" of {ticket}" : "");

    private static string Line(Ticket ticket) => $"{ticket.Place} {ticket.Status} {ticket.Charged}: {ticket.Messages}";
}
