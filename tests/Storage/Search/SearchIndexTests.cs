using Npgsql;
using Tallydesk.Audit;
using Tallydesk.Search;
using Xunit;

namespace Tallydesk.Tests.Storage.Search;

/// <summary>How the search index follows what is committed.</summary>
public sealed class SearchIndexTests
{
    [Theory, OnBoth]
    public async Task What_is_committed_is_indexed_once_and_then_nothing_is_written(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await desk.OpenTicketAsync(1, "cus-a", "First", SearchDesk.Message("one"));
        await desk.IndexAsync();
        await desk.AddAsync(1, SearchDesk.Message("two"), SearchDesk.Note("three"));
        await desk.OpenTicketAsync(2, "cus-a", "Second");
        await desk.IndexAsync();

        Assert.Equal("1", await desk.FindAsync(SearchDesk.Engineer, "one two three"));
        Assert.Equal("2", await desk.FindAsync(SearchDesk.Engineer, "second"));
        Assert.Equal(5, await desk.Index.CountAsync());
        Assert.Equal(Indexing.Done, await desk.Index.AdvanceAsync());
    }

    [Theory, OnBoth]
    public async Task A_step_that_is_repeated_changes_nothing(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await desk.IndexAsync();
        var before = await PlaceAsync(desk);
        await desk.OpenTicketAsync(1, "cus-a", "First", SearchDesk.Message("one"));
        await desk.AddCustomerAsync("cus-a", "Cora", "cora@test.example");
        await desk.IndexAsync();
        var passages = await desk.Index.CountAsync();

        await desk.Store.ExecuteAsync($"UPDATE search_reading SET xact = {before}, grain_key = '', seq = 0");
        await desk.IndexAsync();

        Assert.Equal(passages, await desk.Index.CountAsync());
        Assert.Equal("1", await desk.FindAsync(SearchDesk.Engineer, "first one"));
    }

    [Fact]
    public async Task A_commit_that_takes_long_is_indexed_when_it_ends()
    {
        await using var desk = await SearchDesk.OpenAsync(Engine.Postgres);
        await desk.OpenTicketAsync(1, "cus-a", "First");
        await desk.IndexAsync();
        await using var held = new NpgsqlConnection(desk.Store.Options.Connection);
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            VALUES ('tic-1', 2, 0, 'messagePosted', 'eng-1',
                '{"at":"2026-03-09T12:00:00Z","author":{"id":"eng-1","name":"Noor","role":"engineer"},"body":"late"}')
            """,
            held,
            transaction
        );
        await insert.ExecuteNonQueryAsync();

        // Later commits of others don't pass it by.
        await desk.OpenTicketAsync(2, "cus-a", "Second");
        while (await desk.Index.AdvanceAsync() == Indexing.More) { }
        Assert.Equal("", await desk.FindAsync(SearchDesk.Engineer, "late"));
        await transaction.CommitAsync();
        await desk.IndexAsync();

        Assert.Equal("1", await desk.FindAsync(SearchDesk.Engineer, "late"));
        Assert.Equal("2", await desk.FindAsync(SearchDesk.Engineer, "second"));
    }

    [Fact]
    public async Task Of_two_processes_one_indexes_at_a_time()
    {
        await using var desk = await SearchDesk.OpenAsync(Engine.Postgres);
        await desk.OpenTicketAsync(1, "cus-a", "First");
        await using var other = new NpgsqlConnection(desk.Store.Options.Connection);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT 1 FROM search_reading FOR UPDATE", other, transaction);
        await hold.ExecuteScalarAsync();

        Assert.Equal(Indexing.Busy, await desk.Index.AdvanceAsync());
        await transaction.RollbackAsync();
        await desk.IndexAsync();
        Assert.Equal("1", await desk.FindAsync(SearchDesk.Engineer, "first"));
    }

    [Theory, OnBoth]
    public async Task A_new_index_is_built_from_all_that_is_there(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        for (var number = 1; number <= 60; number++)
        {
            await desk.OpenTicketAsync(number, "cus-a", $"Subject {number}", SearchDesk.Message("text"));
        }

        await desk.AddCustomerAsync("cus-a", "Cora", "cora@test.example");
        await desk.AddPersonAsync("usr-1", "Noor Haddad", "noor@desk.example");
        // Rows from before places were kept.
        await desk.Store.ExecuteAsync(desk.Store.Database.AllowHistoryUpdates);
        await desk.Store.ExecuteAsync("UPDATE history SET epoch = 0, xact = 0 WHERE grain_key <> 'tic-60'");
        await desk.Store.ExecuteAsync(desk.Store.Database.ForbidHistoryUpdates);
        await desk.IndexAsync();
        var passages = await desk.Index.CountAsync();
        // Some are lost, and others belong to nothing.
        await desk.Store.ExecuteAsync("DELETE FROM search_passages WHERE grain_key IN ('tic-17', 'usr-1')");
        await desk.Store.ExecuteAsync("UPDATE search_passages SET grain_key = 'tic-18-x' WHERE grain_key = 'tic-18'");
        await desk.Store.ExecuteAsync("UPDATE search_passages SET grain_key = 'zzz' WHERE grain_key = 'tic-19'");
        await desk.Index.ResetAsync();
        await desk.IndexAsync();

        Assert.Equal(passages, await desk.Index.CountAsync());
        Assert.Equal((60 * 2) + 4, passages);
        Assert.Equal("17", await desk.FindAsync(SearchDesk.Engineer, "\"subject 17\""));
        Assert.Equal("usr-1", await desk.FindAsync(SearchDesk.Admin, "haddad", SearchGroup.People));
    }

    [Theory, OnBoth]
    public async Task An_erased_text_is_found_no_more_and_no_word_of_it_is_left(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await desk.OpenTicketAsync(
            1,
            "cus-a",
            "Mysubject",
            SearchDesk.Message("firstword kept"),
            SearchDesk.Message("secondword kept")
        );
        await desk.AddAsync(1, SearchDesk.Message("thirdword"));
        await desk.IndexAsync();
        var erasure = new TextErasure(desk.Store.Database, TimeProvider.System);

        await erasure.EraseAsync(SearchDesk.Admin, "tic-1", [2]);
        Assert.Equal("", await desk.FindAsync(SearchDesk.Engineer, "firstword"));
        Assert.Equal("1", await desk.FindAsync(SearchDesk.Engineer, "mysubject secondword thirdword"));

        await erasure.EraseAsync(SearchDesk.Admin, "tic-1", []);
        await erasure.ClearAsync();
        Assert.Equal("", await desk.FindAsync(SearchDesk.Engineer, "mysubject"));
        await desk.IndexAsync();
        Assert.Equal("", await desk.FindAsync(SearchDesk.Engineer, "secondword"));
        Assert.Equal(0, await desk.Index.CountAsync());
        if (engine == Engine.Sqlite)
        {
            // Not even where the database keeps the words of its index.
            Assert.Equal(
                0,
                await desk.Store.ScalarAsync<long>(
                    "SELECT count(*) FROM search_words_data WHERE instr(block, CAST('secondword' AS BLOB)) > 0"
                )
            );
        }
    }

    [Fact]
    public async Task An_erasure_waits_for_who_has_read_the_text()
    {
        await using var desk = await SearchDesk.OpenAsync(Engine.Postgres);
        await desk.OpenTicketAsync(1, "cus-a", "Mysubject", SearchDesk.Message("firstword"));
        await using var reading = new NpgsqlConnection(desk.Store.Options.Connection);
        await reading.OpenAsync();
        await using var transaction = await reading.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT 1 FROM search_reading FOR UPDATE", reading, transaction);
        await hold.ExecuteScalarAsync();
        var erasure = new TextErasure(desk.Store.Database, TimeProvider.System).EraseAsync(
            SearchDesk.Admin,
            "tic-1",
            []
        );
        await using var write = new NpgsqlCommand(
            """
            INSERT INTO search_passages (grain_key, seq, part, kind, rank, internal, words)
            VALUES ('tic-1', 2, 0, 'ticket', 1, 0, '''firstword'':1')
            """,
            reading,
            transaction
        );
        await write.ExecuteNonQueryAsync();
        Assert.False(erasure.IsCompleted);
        await transaction.CommitAsync();

        Assert.True(await erasure > 0);
        Assert.Equal("", await desk.FindAsync(SearchDesk.Engineer, "firstword"));
    }

    private static async Task<long> PlaceAsync(SearchDesk desk) =>
        await desk.Store.ScalarAsync<long>("SELECT xact FROM search_reading");
}
