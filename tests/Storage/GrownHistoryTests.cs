using System.Collections.Immutable;
using Dapper;
using Tallydesk.Storage.Reading;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What is looked up in the history costs the same, however long a conversation or the history has become.</summary>
public sealed class GrownHistoryTests
{
    private const int Messages = 20_000;
    private const int Newest = 300;
    private const string Reading = "reading history";
    private static readonly ImmutableArray<string> Prices =
    [
        "assessmentProposed",
        "assessmentAgreed",
        "assessmentDeclined",
        "chargeSettled",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tickets_prices_are_found_without_reading_its_conversation(bool hasStatistics)
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await FillAsync(store);
        if (hasStatistics)
        {
            await store.ExecuteAsync("ANALYZE history");
        }

        var before = await ReadRows.CountAsync(store, Reading);
        await using (var reading = Open(store))
        {
            var prices = await reading.Reader.ReadHistoryAsync("tic-long", 0, 500, Prices);
            Assert.Equal([2, 3], prices.Select(row => row.Seq));
            Assert.Empty(
                await reading.Reader.ReadHistoryBeforeAsync("tic-long", long.MaxValue, 1, ["assessmentDeclined"])
            );
            Assert.Equal(
                4,
                (await reading.Reader.ReadHistoriesAsync(["tic-long", "tic-7"], [.. Prices, "ticketOpened"])).Length
            );
        }

        var read = await ReadRows.CountAsync(store, Reading);
        Assert.InRange(read.Found + read.Walked - before.Found - before.Walked, 5, 20);
    }

    [Fact]
    public async Task SQLite_finds_a_tickets_prices_by_their_index()
    {
        await using var store = await Store.OpenAsync(Engine.Sqlite);
        var condition = new JournalReader(store.Database).OfKinds(Prices);
        await using var connection = await store.Database.OpenReadAsync();
        foreach (
            var where in (string[])
                [
                    "grain_key = 'tic-1' AND seq > 0 AND {0} ORDER BY seq LIMIT 500",
                    "grain_key = 'tic-1' AND seq < 9 AND {0} ORDER BY seq DESC LIMIT 1",
                    "grain_key IN ('tic-1', 'tic-2') AND {0} ORDER BY grain_key, seq",
                ]
        )
        {
            var plan = await connection.QueryAsync<(long Id, long Parent, long Unused, string Detail)>(
                $"EXPLAIN QUERY PLAN SELECT body FROM history WHERE {where.Replace("{0}", condition, StringComparison.Ordinal)}",
                new { kinds = Prices.ToArray() }
            );
            Assert.Contains(plan, step => step.Detail.Contains("history_prices", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Webhooks_read_what_is_new_also_by_statements_that_were_prepared_while_there_was_little()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        ReadRows before;
        await using (var reading = Open(store))
        {
            var reader = new HappeningReader(reading.Database);
            for (var time = 0; time < 10; time++)
            {
                await ReadAsync(reader, new(1, 0));
            }

            await FillAsync(store);
            var last = await store.ScalarAsync<long>(
                "SELECT xact FROM history WHERE grain_key = 'tic-long' AND seq = @Messages",
                new { Messages }
            );
            await store.ExecuteAsync(
                """
                INSERT INTO history (grain_key, seq, at, kind, actor, body)
                SELECT 'tic-' || g, 1000, 1, 'messagePosted', 'a', '{}' FROM generate_series(1, @Newest) AS g
                """,
                new { Newest }
            );
            before = await ReadRows.CountAsync(store, "no session");
            Assert.Equal(Newest, (await ReadAsync(reader, new(1, last + 1))).Rows.Count(row => row.Seq == 1000));
        }

        var read = await ReadRows.CountAsync(store, Reading);
        // Each row, its card if it has one, and the first row of its grain.
        Assert.InRange(read.Found + read.Walked - before.Found - before.Walked, Newest, 4 * Newest);
    }

    private static Task<Stretch> ReadAsync(HappeningReader reader, Place from) =>
        reader.ReadAsync(from, Place.End, ["messagePosted"], ["charge"], 1_000);

    private static Store Open(Store store) =>
        Store.On(new() { Connection = $"{store.Options.Connection};Application Name={Reading}" });

    /// <summary>Many tickets of three rows, and one with a long conversation.</summary>
    private static Task<int> FillAsync(Store store) =>
        store.ExecuteAsync(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            SELECT 'tic-' || g, s, 1, CASE s WHEN 1 THEN 'ticketOpened' ELSE 'messagePosted' END, 'a', '{}'
            FROM generate_series(1, 2000) AS g, generate_series(1, 3) AS s;
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            SELECT 'tic-long', g, 1, CASE g WHEN 1 THEN 'ticketOpened' WHEN 2 THEN 'assessmentProposed'
                WHEN 3 THEN 'assessmentAgreed' ELSE 'messagePosted' END, 'a', '{}'
            FROM generate_series(1, @Messages) AS g
            """,
            new { Messages }
        );
}
