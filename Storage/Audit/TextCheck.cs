using System.Data.Common;
using Dapper;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>Compares what people wrote with the hashes in its rows.</summary>
internal sealed class TextCheck(DbConnection connection, Erasures erasures, Action<AuditFinding> found)
{
    private const string Hashed = """
        (SELECT h.grain_key, h.seq, h.text_hash, t.salt, t.text
        FROM history AS h LEFT JOIN texts AS t ON t.grain_key = h.grain_key AND t.seq = h.seq
        WHERE h.text_hash IS NOT NULL) AS hashed
        """;

    /// <summary>Finds texts that were altered, removed without an erasure, put back after one, or added.</summary>
    public async Task VerifyAsync()
    {
        var pages = RowPages.ReadAsync<Row>(
            connection,
            "grain_key AS Grain, seq AS Seq, text_hash AS Hash, salt AS Salt, text AS Text",
            Hashed,
            "grain_key",
            row => (row.Grain, row.Seq)
        );
        await foreach (var page in pages)
        {
            foreach (var row in page)
            {
                if (WrongWith(row) is { } wrong)
                {
                    found(new("texts", row.Grain, row.Seq, wrong));
                }
            }
        }

        await FindStrayAsync();
    }

    private string? WrongWith(Row row) =>
        (row.Text, erasures.Includes(row.Grain, row.Seq)) switch
        {
            (null, true) => null,
            (null, false) => "is missing without a recorded erasure",
            (_, true) => "exists although it was erased",
            _ => row.Salt is not null && new RowText(row.Salt, row.Text).Digest().AsSpan().SequenceEqual(row.Hash)
                ? null
                : "was altered",
        };

    private async Task FindStrayAsync()
    {
        var stray = await connection.QueryAsync<Row>(
            """
            SELECT grain_key AS Grain, seq AS Seq FROM texts AS t
            WHERE NOT EXISTS (
                SELECT 1 FROM history AS h
                WHERE h.grain_key = t.grain_key AND h.seq = t.seq AND h.text_hash IS NOT NULL
            )
            ORDER BY grain_key, seq LIMIT 1000
            """
        );
        foreach (var row in stray)
        {
            found(new("texts", row.Grain, row.Seq, "belongs to no row"));
        }
    }

    private sealed class Row
    {
        public required string Grain { get; init; }
        public required long Seq { get; init; }
        public byte[]? Hash { get; init; }
        public byte[]? Salt { get; init; }
        public string? Text { get; init; }
    }
}
