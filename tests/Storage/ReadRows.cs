using Dapper;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.Storage;

/// <summary>How many rows of history, ledger and cards PostgreSQL has read.</summary>
/// <param name="Walked">By scans of whole tables.</param>
/// <param name="Found">By indexes.</param>
internal sealed record ReadRows(long Walked, long Found)
{
    private const string Sessions = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = @application";
    private const string Rows = """
        SELECT CAST(SUM(seq_tup_read) AS bigint) AS Walked, CAST(SUM(idx_tup_fetch) AS bigint) AS Found
        FROM pg_stat_user_tables WHERE relname IN ('cards', 'entries', 'history')
        """;

    /// <summary>The rows read so far, once every session of a test that read has ended and reported.</summary>
    /// <param name="store">The database.</param>
    /// <param name="application">The sessions' application name.</param>
    public static async Task<ReadRows> CountAsync(Store store, string application)
    {
        await using var connection = await store.Database.OpenWriteAsync();
        await Eventually.HoldsAsync(
            async () => await connection.ExecuteScalarAsync<long>(Sessions, new { application }) == 0,
            () => "the sessions that read are still open"
        );
        await connection.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        return await connection.QuerySingleAsync<ReadRows>(Rows);
    }
}
