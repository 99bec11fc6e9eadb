using Npgsql;

namespace Tallydesk.Bench.Tickets;

/// <summary>What one operation of a workload writes into a service's database, background work included.</summary>
/// <param name="Subject">The service's name.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Commits">Transactions.</param>
/// <param name="Tables">Rows of each table that is written.</param>
internal sealed record RowsWritten(
    string Subject,
    TicketWorkload Workload,
    double Commits,
    IReadOnlyList<TableRows> Tables
)
{
    /// <summary>What PostgreSQL counted from one reading to a later one, for each operation.</summary>
    public static RowsWritten Between(
        string subject,
        TicketWorkload workload,
        RowCounts before,
        RowCounts after,
        long operations
    ) =>
        new(
            subject,
            workload,
            (after.Commits - before.Commits) / (double)operations,
            [
                .. after.Tables.Select(table =>
                {
                    var earlier = before.Tables.FirstOrDefault(t => t.Name == table.Name) ?? new(table.Name, 0, 0, 0);
                    return new TableRows(
                        table.Name,
                        (table.Inserted - earlier.Inserted) / operations,
                        (table.Updated - earlier.Updated) / operations,
                        (table.Hot - earlier.Hot) / operations
                    );
                }),
            ]
        );
}

/// <summary>Rows written to a table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Inserted">Rows inserted.</param>
/// <param name="Updated">Rows updated.</param>
/// <param name="Hot">Those of the updates that touched no index: heap-only tuples.</param>
internal sealed record TableRows(string Name, double Inserted, double Updated, double Hot);

/// <summary>What PostgreSQL has counted in a database since it was made.</summary>
/// <param name="Commits">Transactions.</param>
/// <param name="Tables">Rows of each table.</param>
internal sealed record RowCounts(long Commits, IReadOnlyList<TableRows> Tables)
{
    /// <summary>How long counts may be missing: an idle backend reports its own within ten seconds.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(11);

    /// <summary>Reads a database's counters.</summary>
    public static async Task<RowCounts> ReadAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var commits = database.CreateCommand(
            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
        );
        await using var tables = database.CreateCommand(
            "SELECT relname::text, n_tup_ins, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables ORDER BY relname"
        );
        var rows = new List<TableRows>();
        await using var row = await tables.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            rows.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)));
        }

        return new((long)(await commits.ExecuteScalarAsync())!, rows);
    }
}
