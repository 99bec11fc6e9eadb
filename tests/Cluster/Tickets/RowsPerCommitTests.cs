using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Policy;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>How many rows the commands that count write: a charge writes none for what people wrote.</summary>
public sealed class RowsPerCommitTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly string[] Tables = ["orleansstorage", "history", "texts", "entries", "cards", "notices"];
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);

    [Fact]
    public async Task Opening_replying_and_charging_write_so_many_rows()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        await desk.TicketAsync(customer, license, ceiling: new(50));

        var before = await RowsAsync();
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(50));
        var opened = await RowsAsync();
        Assert.Equal("orleansstorage 1, history 2, texts 2, cards 1", Added(before, opened));

        DeskCluster.Value(await ticket.PostAsync(desk.By(DeskCluster.Engineer), new("An answer", Internal: false)));
        var replied = await RowsAsync();
        Assert.Equal("history 1, texts 1", Added(opened, replied));

        // The agreement names who assessed; the entry and the charge name nobody.
        DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question));
        var charged = await RowsAsync();
        Assert.Equal("history 2, texts 1, entries 1", Added(replied, charged));
        Assert.Equal(
            ["chargeSettled"],
            await QueryAsync<string>(
                """
                SELECT kind FROM history WHERE grain_key = @key AND text_hash IS NULL ORDER BY seq
                """,
                new { key = ticket.GetPrimaryKeyString() }
            )
        );
    }

    private static string Added(IReadOnlyList<long> before, IReadOnlyList<long> after) =>
        string.Join(
            ", ",
            Tables
                .Select((table, n) => (table, rows: after[n] - before[n]))
                .Where(one => one.rows != 0)
                .Select(one => $"{one.table} {one.rows}")
        );

    private async Task<IReadOnlyList<long>> RowsAsync()
    {
        var counts = Tables.Select(table => $"(SELECT count(*) FROM {table})");
        return await QueryAsync<long>($"SELECT unnest(ARRAY[{string.Join(", ", counts)}])");
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        var database = desk.Cluster.Silos[0].ServiceProvider.GetRequiredService<Database>();
        await using var connection = await database.OpenReadAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }
}
