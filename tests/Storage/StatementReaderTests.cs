using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Storage.Reading;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>Parts of a statement, and what came in and went out in its months.</summary>
public sealed class StatementReaderTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, OnBoth]
    public async Task The_newest_entries_before_one_are_read_under_a_filter(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await FillAsync(store);
        var reader = new StatementReader(store.Database);
        async Task<string> SeqsAsync(StatementFilter filter, long? before, int limit) =>
            string.Join(
                ' ',
                (await reader.ReadNewestAsync("acc-a", filter, before, limit)).Select(entry => entry.Seq)
            );

        Assert.Equal("6 5", await SeqsAsync(new(), null, 2));
        Assert.Equal("3 2 1", await SeqsAsync(new(), 4, 10));
        Assert.Equal("4 2", await SeqsAsync(new() { Kind = EntryKind.Charge }, null, 10));
        Assert.Equal("4 3", await SeqsAsync(new() { From = March, Until = March.AddDays(1) }, null, 10));
        Assert.Equal("2", await SeqsAsync(new() { Kind = EntryKind.Charge, Until = March }, 4, 10));
    }

    [Theory, OnBoth]
    public async Task Months_are_summed_whole_and_beyond_64_bits(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await FillAsync(store);
        var reader = new StatementReader(store.Database);
        StatementMonth[] months =
        [
            new(new(2026, 3, 1), March, March.AddMonths(1)),
            new(new(2026, 2, 1), March.AddMonths(-1), March),
            new(new(2026, 1, 1), March.AddMonths(-2), March.AddMonths(-1)),
        ];

        Assert.Equal(
            [(3, 30L, -7L), (2, long.MaxValue, -5L)],
            (await reader.SumAsync("acc-a", new(), [.. months])).Select(Told)
        );
        Assert.Equal(
            [(3, 0L, -7L)],
            (await reader.SumAsync("acc-a", new() { Kind = EntryKind.Charge, From = March }, [.. months])).Select(Told)
        );
        Assert.Empty(await reader.SumAsync("acc-none", new(), [.. months]));
        Assert.Empty(await reader.SumAsync("acc-a", new(), []));
    }

    private static (int Month, long In, long Out) Told(MonthSum sum) =>
        (sum.Month.FirstDay.Month, sum.In.Value, sum.Out.Value);

    private static async Task FillAsync(Store store)
    {
        EntryRow[] entries =
        [
            Entry(1, "grant", long.MaxValue, March.AddDays(-20)),
            Entry(2, "charge", -5, March.AddMilliseconds(-1)),
            Entry(3, "purchase", 20, March),
            Entry(4, "charge", -7, March.AddHours(1)),
            Entry(5, "refund", 10, March.AddDays(2)),
            // A clock that was behind.
            Entry(6, "grant", long.MaxValue, March.AddDays(-20)),
        ];
        await store.Journal.CommitAsync(Commits.State("acc-a", 0) with { Entries = [.. entries] });
        await store.Journal.CommitAsync(
            Commits.State("acc-b", 0) with
            {
                Entries = [Entry(1, "charge", -100, March), Entry(2, "grant", long.MaxValue, March)],
            }
        );
    }

    private static EntryRow Entry(long seq, string kind, long amount, DateTimeOffset at) =>
        new(seq, at, kind, new(amount), new(0), "desk", Commits.Command($"op-{seq}"), """{"lots":[]}""");
}
