using System.Data.Common;
using Dapper;

namespace Tallydesk.Audit;

/// <summary>Reads a table of grains' rows in the order of grain and row, a page at a time.</summary>
internal static class RowPages
{
    /// <summary>Rows of a page.</summary>
    public const int Size = 2_000;

    /// <summary>The pages of a table.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="columns">What is read of each row.</param>
    /// <param name="table">The table.</param>
    /// <param name="key">Its column with the grain's key.</param>
    /// <param name="placeOf">A row's place.</param>
    public static async IAsyncEnumerable<IReadOnlyList<TRow>> ReadAsync<TRow>(
        DbConnection connection,
        string columns,
        string table,
        string key,
        Func<TRow, (string Grain, long Seq)> placeOf
    )
    {
        var (grain, seq) = ("", 0L);
        while (true)
        {
            var rows = await connection.QueryAsync<TRow>(
                $"""
                SELECT {columns} FROM {table} WHERE ({key}, seq) > (@grain, @seq)
                ORDER BY {key}, seq LIMIT {Size}
                """,
                new { grain, seq }
            );
            if (rows.AsList() is not [.., var last] page)
            {
                yield break;
            }

            yield return page;
            (grain, seq) = placeOf(last);
        }
    }
}

/// <summary>Hands out rows that stand in the order of their grains, grain after grain.</summary>
/// <param name="pages">The rows.</param>
/// <param name="grainOf">Whose a row is.</param>
internal sealed class RowCursor<TRow>(IAsyncEnumerable<IReadOnlyList<TRow>> pages, Func<TRow, string> grainOf)
    : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IReadOnlyList<TRow>> source = pages.GetAsyncEnumerator();
    private IReadOnlyList<TRow> page = [];
    private int place;

    /// <summary>The rows of a grain; grains are asked for in their order, and those passed over are left out.</summary>
    public async IAsyncEnumerable<TRow> OfAsync(string grain)
    {
        while (await HasRowAsync())
        {
            var row = page[place];
            var order = string.CompareOrdinal(grainOf(row), grain);
            if (order > 0)
            {
                yield break;
            }

            place++;
            if (order == 0)
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask<bool> HasRowAsync()
    {
        while (place == page.Count)
        {
            if (!await source.MoveNextAsync())
            {
                return false;
            }

            (page, place) = (source.Current, 0);
        }

        return true;
    }
}
