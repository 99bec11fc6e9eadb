using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class JournalTests
{
    [Theory, OnBoth]
    public async Task A_commit_writes_state_history_entry_card_and_notice(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var card = new Card("ticket", 12, """{"number":12}""")
        {
            Customer = "cus-a",
            Desk = "support",
            Status = "open",
            Assignee = "eng-1",
            PendingSince = Commits.Noon,
            SolvedSince = Commits.Noon,
        };
        var commit = Commits.State("tic-1", 0, """{"n":1}""").WithHistory(1, "cmd-1").WithHistory(2).WithCard(card);
        var notice = new Notice("n-1", "created", "acc-1", """{"x":1}""");

        await store.Journal.CommitAsync(commit with { Notices = [notice] });
        await store.Journal.CommitAsync(Commits.State("acc-1", 0).WithEntry(1, 10, 10, "grant-1"));

        Assert.Equal(
            1,
            await store.ScalarAsync<int>(
                "SELECT version FROM orleansstorage WHERE graintypestring = 'test' AND grainidextensionstring = 'tic-1'"
            )
        );
        var history = await store.Reader.ReadHistoryAsync("tic-1", 0, 10, []);
        Assert.Equal([1, 2], history.Select(h => h.Seq));
        Assert.Equal(Commits.Noon.AddSeconds(1), history[0].At);
        Assert.Equal(new StoredCard("tic-1", 1, card), await store.Reader.FindCardByRankAsync("ticket", 12));
        Assert.Equal(notice, Assert.Single(await store.Reader.ReadNoticesAsync(10)));
        var entry = Assert.Single(await store.Reader.ReadEntriesAsync("acc-1", 0, 10));
        Assert.Equal((10, 10, 7L), (entry.Amount.Value, entry.BalanceAfter.Value, entry.Ticket));
        Assert.Equal(
            entry with
            {
                Operation = entry.Operation,
            },
            await store.Reader.FindEntryAsync("acc-1", "grant-1") is { } e
                ? entry with
                {
                    Operation = entry.Operation,
                }
                : null
        );
    }

    [Theory, OnBoth]
    public async Task Of_many_first_writes_at_once_one_wins(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var writers = Enumerable.Range(0, 4).Select(_ => store.Commit(store.Database.CreateGroupWriter())).ToArray();

        var outcomes = await Task.WhenAll(
            from key in Enumerable.Range(0, 100)
            from writer in writers
            select Store.OutcomeAsync(writer.CommitAsync(Commits.State($"tic-{key}", 0).WithHistory(1)))
        );

        Assert.Equal(100, outcomes.Count(o => o is null));
        Assert.Equal(300, outcomes.Count(o => o is StaleVersionException));
        Assert.Equal(100, await store.ScalarAsync<int>("SELECT count(*) FROM orleansstorage"));
        Assert.Equal(100, await store.ScalarAsync<int>("SELECT count(*) FROM history"));
    }

    [Theory, OnBoth]
    public async Task A_stale_version_fails_its_own_grain_and_writes_none_of_its_rows(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("acc-1", 0, """{"n":1}""").WithEntry(1, 5, 5));

        var outcomes = await store.CommitGroupAsync(
            Commits.State("acc-1", 0, """{"n":9}""").WithEntry(2, 5, 10).WithCard(Commits.Ticket(1)),
            Commits.State("acc-3", 4).WithHistory(1),
            Commits.State("acc-2", 0).WithEntry(1, 5, 5)
        );

        Assert.IsType<StaleVersionException>(outcomes[0]);
        Assert.IsType<StaleVersionException>(outcomes[1]);
        Assert.Null(outcomes[2]);
        Assert.Single(await store.Reader.ReadEntriesAsync("acc-1", 0, 10));
        Assert.Null(await store.Reader.FindCardAsync("acc-1"));
        Assert.Empty(await store.Reader.ReadHistoryAsync("acc-3", 0, 10, []));
        Assert.Single(await store.Reader.ReadEntriesAsync("acc-2", 0, 10));
    }

    [Theory, OnBoth]
    public async Task A_repeated_command_in_a_group_fails_its_own_grain_only(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1, "cmd-1"));
        await store.Journal.CommitAsync(Commits.State("acc-1", 0).WithEntry(1, 5, 5, "op-1"));

        var outcomes = await store.CommitGroupAsync(
            Commits.State("tic-1", 1).WithHistory(2, "cmd-1"),
            Commits.State("acc-1", 1).WithEntry(2, 5, 10, "op-1"),
            Commits.State("tic-2", 0).WithHistory(1, "cmd-1"),
            Commits.State("acc-2", 0).WithEntry(1, 5, 5, "op-1")
        );

        Assert.IsType<DuplicateCommandException>(outcomes[0]);
        Assert.IsType<DuplicateCommandException>(outcomes[1]);
        Assert.Equal([null, null], outcomes[2..]);
        await store.Journal.CommitAsync(Commits.State("tic-1", 1).WithHistory(2, "cmd-2"));
    }

    [Theory, OnBoth]
    public async Task A_negative_balance_is_refused_by_the_database(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);

        var outcomes = await store.CommitGroupAsync(
            Commits.State("acc-1", 0).WithEntry(1, -5, -5),
            Commits.State("acc-2", 0).WithEntry(1, 0, 0),
            Commits.State("acc-3", 0).WithEntry(1, 5, 5)
        );

        Assert.IsType<JournalRejectedException>(outcomes[0]);
        Assert.IsType<JournalRejectedException>(outcomes[1]);
        Assert.Null(outcomes[2]);
        Assert.Equal(1, await store.ScalarAsync<int>("SELECT count(*) FROM entries"));
        Assert.Equal(
            0,
            await store.ScalarAsync<int>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = 'acc-1'")
        );
    }

    [Theory, OnBoth]
    public async Task Two_tickets_never_share_a_number(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithCard(Commits.Ticket(1)));

        await Assert.ThrowsAsync<JournalRejectedException>(() =>
            store.Journal.CommitAsync(Commits.State("tic-2", 0).WithCard(Commits.Ticket(1)))
        );
        await store.Journal.CommitAsync(Commits.State("cus-1", 0).WithCard(new("customer", 1, "{}")));
        await store.Journal.CommitAsync(Commits.State("cus-2", 0).WithCard(new("customer", 1, "{}")));
    }

    [Theory, OnBoth]
    public async Task A_grains_two_commits_never_share_a_group(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var held = new HeldWriter(store.Database.CreateGroupWriter());
        var committer = store.Commit(held);

        var commits = Enumerable.Range(0, 5).Select(v => committer.CommitAsync(Commits.State("tic-1", v))).ToArray();
        held.Release();
        await Task.WhenAll(commits);

        Assert.Equal(1, held.LargestGroup);
        Assert.Equal(
            5,
            await store.ScalarAsync<int>("SELECT version FROM orleansstorage WHERE grainidextensionstring = 'tic-1'")
        );
    }

    [Theory, OnBoth]
    public async Task A_command_is_found_again_with_its_answer(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1, "cmd-1"));
        await store.Journal.CommitAsync(Commits.State("acc-1", 0).WithEntry(1, 5, 5, "op-1"));

        var command = await store.Reader.FindCommandAsync("tic-1", "cmd-1");
        var operation = await store.Reader.FindCommandAsync("acc-1", "op-1");

        Assert.NotNull(command);
        Assert.Equal([1, 2, 3], command.ContentHash.ToArray());
        Assert.Equal("""{"ok":true}""", command.Answer);
        Assert.Equal("op-1", operation?.Id);
        Assert.Null(await store.Reader.FindCommandAsync("tic-2", "cmd-1"));
    }

    [Theory, OnBoth]
    public async Task Groups_of_changing_size_and_content_are_written_whole(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var random = new Random(7);
        var versions = new int[64];
        var history = 0;
        for (var round = 0; round < 40; round++)
        {
            var grains = Enumerable.Range(0, versions.Length).Where(_ => random.Next(round % 4 + 1) == 0).ToArray();
            await Task.WhenAll(
                grains.Select(g =>
                {
                    var commit = Commits.State($"tic-{g}", versions[g]++, new string('x', random.Next(2000)));
                    history += g % 2;
                    return store.Journal.CommitAsync(g % 2 == 0 ? commit : commit.WithHistory(versions[g]));
                })
            );
        }

        Assert.Equal(versions.Sum(), await store.ScalarAsync<int>("SELECT sum(version) FROM orleansstorage"));
        Assert.Equal(history, await store.ScalarAsync<int>("SELECT count(*) FROM history"));
    }

    [Fact]
    public async Task A_text_that_is_no_Unicode_fails_its_own_grain_only()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);

        var outcomes = await store.CommitGroupAsync(
            Commits.State("tic-1", 0).WithHistory(1, "\ud800"),
            Commits.State("tic-2", 0).WithHistory(1, "\0"),
            Commits.State("tic-3", 0).WithHistory(1, "fine")
        );

        Assert.IsType<JournalRejectedException>(outcomes[0]);
        Assert.IsType<JournalRejectedException>(outcomes[1]);
        Assert.Null(outcomes[2]);
    }
}
