using Dapper;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>Commits of several grains that are joined: all of them are written, or none, whatever else is in their group.</summary>
public sealed class JoinedCommitTests
{
    [Theory, OnBoth]
    public async Task Joined_commits_are_written_together(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);

        await store.Journal.CommitAsync(Account(0, "charge-1") with { Joined = [Ticket("tic-1", 0, "assess")] });

        Assert.Equal(["acc-1 1", "tic-1 1"], await StatesAsync(store));
        Assert.Single(await store.Reader.ReadHistoryAsync("tic-1", 0, 10, []));
        Assert.Single(await store.Reader.ReadEntriesAsync("acc-1", 0, 10));
        Assert.NotNull(await store.Reader.FindCardAsync("tic-1"));
    }

    // What stands in the table before: account at version 1 with the charge "known", ticket tic-1 at 1 with the command "known".
    private static TheoryData<int, string, int, string, Type> Faults =>
        new()
        {
            { 0, "charge", 1, "assess", typeof(StaleVersionException) },
            { 1, "charge", 0, "assess", typeof(JoinedStaleException) },
            { 0, "charge", 0, "assess", typeof(StaleVersionException) },
            { 1, "known", 1, "assess", typeof(DuplicateCommandException) },
            { 1, "charge", 1, "known", typeof(DuplicateCommandException) },
            { 1, "charge", 0, "known", typeof(JoinedStaleException) },
        };

    public static TheoryData<Engine, int, string, int, string, Type> FaultsOnBoth
    {
        get
        {
            var rows = new TheoryData<Engine, int, string, int, string, Type>();
            foreach (var engine in Enum.GetValues<Engine>())
            {
                foreach (var row in Faults)
                {
                    rows.Add(engine, (int)row[0], (string)row[1], (int)row[2], (string)row[3], (Type)row[4]);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(FaultsOnBoth))]
    public async Task Where_one_of_them_fails_none_is_written_and_the_rest_of_the_group_is(
        Engine engine,
        int account,
        string charge,
        int ticket,
        string command,
        Type told
    )
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Account(0, "known") with { Joined = [Ticket("tic-1", 0, "known")] });
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));

        var outcomes = await store.CommitGroupAsync(
            Commits.State("acc-2", 0).WithEntry(1, 5, 5, "other") with
            {
                Joined = [Ticket("tic-3", 0, "other")],
            },
            Account(account, charge, 2) with
            {
                Joined = [Ticket("tic-1", ticket, command, 2)],
            },
            Commits.State("tic-2", 0).WithHistory(2),
            Commits.State("tic-4", 0).WithHistory(1)
        );

        Assert.Equal([null, told, typeof(StaleVersionException), null], outcomes.Select(outcome => outcome?.GetType()));
        Assert.Equal(
            ["acc-1 1", "acc-2 1", "cus-first 1", "tic-1 1", "tic-2 1", "tic-3 1", "tic-4 1"],
            await StatesAsync(store)
        );
        Assert.Single(await store.Reader.ReadHistoryAsync("tic-1", 0, 10, []));
        Assert.Single(await store.Reader.ReadEntriesAsync("acc-1", 0, 10));
    }

    [Theory, OnBoth]
    public async Task Of_two_accounts_that_join_one_ticket_one_is_written(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1));
        var writers = Enumerable.Range(0, 4).Select(_ => store.Commit(store.Database.CreateGroupWriter())).ToArray();

        var outcomes = await Task.WhenAll(
            writers.Select(
                (writer, n) =>
                    Store.OutcomeAsync(
                        writer.CommitAsync(
                            Commits.State($"acc-{n}", 0).WithEntry(1, 5, 5) with
                            {
                                Joined = [Ticket("tic-1", 1, $"assess-{n}", 2)],
                            }
                        )
                    )
            )
        );

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(3, outcomes.Count(outcome => outcome is JoinedStaleException));
        Assert.Equal(1, await store.ScalarAsync<int>("SELECT count(*) FROM entries"));
        Assert.Equal(2, (await StatesAsync(store)).Count);
    }

    private static Commit Account(int expected, string charge, long seq = 1) =>
        Commits.State("acc-1", expected).WithEntry(seq, 5, 5 * seq, charge);

    private static Commit Ticket(string key, int expected, string command, long seq = 1) =>
        Commits.State(key, expected).WithHistory(seq, command).WithCard(Commits.Ticket(key[^1] - '0'));

    private static async Task<IReadOnlyList<string>> StatesAsync(Store store)
    {
        await using var connection = await store.Database.OpenReadAsync();
        var states = await connection.QueryAsync<string>(
            "SELECT grainidextensionstring || ' ' || version FROM orleansstorage WHERE graintypestring = 'test'"
        );
        return [.. states.Order(StringComparer.Ordinal)];
    }
}
