using System.Data.Common;
using Dapper;

namespace Tallydesk.Audit;

/// <summary>Compares anchors with each other and with the rows whose links they wrote down.</summary>
internal sealed class AnchorCheck(DbConnection connection, Action<AuditFinding> found)
{
    /// <summary>Verifies all anchors.</summary>
    /// <param name="kept">The digest of one that was kept elsewhere; null for none.</param>
    /// <returns>How many there are, and the newest one's digest.</returns>
    public async Task<(long Count, string? Last)> VerifyAsync(string? kept)
    {
        Anchor? last = null;
        var isKeptThere = kept is null;
        while (await NextAsync(last?.Seq ?? 0) is { } anchor)
        {
            var heads = await HeadsAsync(anchor.Seq);
            var digest = Anchor.DigestOf(last?.Digest, anchor.Seq, anchor.At, heads);
            if (anchor.Seq != (last?.Seq ?? 0) + 1)
            {
                found(new("anchors", "", anchor.Seq, "an anchor before it is missing"));
            }
            else if (anchor.Heads != heads.Count || !digest.AsSpan().SequenceEqual(anchor.Digest))
            {
                found(new("anchors", "", anchor.Seq, "was altered"));
            }

            isKeptThere |= string.Equals(anchor.Text, kept, StringComparison.OrdinalIgnoreCase);
            last = anchor;
        }

        if (!isKeptThere)
        {
            found(new("anchors", "", 0, $"no anchor has the digest {kept}"));
        }

        await FindLostAsync("history", "history", "grain_key = h.subject");
        await FindLostAsync("ledger", "entries", "account = h.subject");
        await FindLostAsync("rights", "rights_changes", "TRUE");
        await FindStrayAsync();
        return (last?.Seq ?? 0, last?.Text);
    }

    /// <summary>Finds rows that an anchor wrote down, and which are gone or have another link.</summary>
    private async Task FindLostAsync(string trail, string table, string ofSubject)
    {
        var lost = await connection.QueryAsync<Lost>(
            $"""
            SELECT h.subject AS Subject, h.seq AS Seq FROM audit_anchored_heads AS h
            WHERE h.trail = @trail
                AND NOT EXISTS (SELECT 1 FROM {table} AS r WHERE {ofSubject} AND r.seq = h.seq AND r.chain = h.link)
            ORDER BY h.subject, h.seq LIMIT 1000
            """,
            new { trail }
        );
        foreach (var row in lost)
        {
            found(new(trail, row.Subject, row.Seq, "was anchored, but is missing or altered"));
        }
    }

    private async Task FindStrayAsync()
    {
        var stray = await connection.QueryAsync<Lost>(
            """
            SELECT subject AS Subject, anchor AS Seq FROM audit_anchored_heads AS h
            WHERE trail NOT IN ('history', 'ledger', 'rights')
                OR NOT EXISTS (SELECT 1 FROM audit_anchors AS a WHERE a.seq = h.anchor)
            LIMIT 1000
            """
        );
        foreach (var row in stray)
        {
            found(new("anchors", row.Subject, row.Seq, "a head was altered"));
        }
    }

    private Task<Anchor?> NextAsync(long after) =>
        connection.QueryFirstOrDefaultAsync<Anchor>(
            $"SELECT {Anchor.Columns} FROM audit_anchors WHERE seq > @after ORDER BY seq LIMIT 1",
            new { after }
        );

    private async Task<List<AnchoredHead>> HeadsAsync(long anchor)
    {
        var heads = await connection.QueryAsync<AnchoredHead>(
            "SELECT trail AS Trail, subject AS Subject, seq AS Seq, link AS Link FROM audit_anchored_heads WHERE anchor = @anchor",
            new { anchor }
        );
        return
        [
            .. heads
                .OrderBy(head => head.Trail, StringComparer.Ordinal)
                .ThenBy(head => head.Subject, StringComparer.Ordinal),
        ];
    }

    private sealed class Lost
    {
        public required string Subject { get; init; }
        public required long Seq { get; init; }
    }
}
