using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>The last link of a chain, as an anchor writes it down.</summary>
/// <param name="Trail">history, ledger or rights.</param>
/// <param name="Subject">Whose chain.</param>
/// <param name="Seq">The last row.</param>
/// <param name="Link">Its link.</param>
internal sealed record AnchoredHead(string Trail, string Subject, long Seq, byte[] Link);

/// <summary>An anchor: a digest over the one before and all heads it writes down.</summary>
/// <param name="Seq">1, 2, 3, …</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Heads">How many heads it holds.</param>
/// <param name="Digest">The digest.</param>
internal sealed record Anchor(long Seq, long At, long Heads, byte[] Digest)
{
    /// <summary>The columns of the table.</summary>
    public const string Columns = "seq AS Seq, at AS At, heads AS Heads, digest AS Digest";

    /// <summary>Grains whose state could not be read when it was written; they are not among its heads.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <summary>The digest in hexadecimal, as shown and compared.</summary>
    public string Text => Convert.ToHexStringLower(Digest);

    /// <summary>The digest of an anchor, its heads in the order of trail and subject.</summary>
    public static byte[] DigestOf(ReadOnlySpan<byte> before, long seq, long at, IEnumerable<AnchoredHead> heads)
    {
        using var chain = new AuditChain(before);
        chain.Add(seq).Add(at);
        foreach (var head in heads)
        {
            chain.Add(head.Trail).Add(head.Subject).Add(head.Seq).Add(head.Link.AsSpan());
        }

        return chain.Link();
    }
}

/// <summary>Writes anchors.</summary>
internal sealed class Anchors(Database database, TimeProvider time)
{
    // A state's time is its silo's; clocks may differ by this much.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Writes the next anchor, unless there is one that is young enough.</summary>
    /// <param name="every">How old the last anchor must be.</param>
    /// <param name="retried">Grains whose state could not be read before, and is read again.</param>
    /// <returns>The anchor; null when none was due, or another silo wrote it.</returns>
    public async Task<Anchor?> WriteAsync(TimeSpan every, ImmutableArray<string> retried)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var last = await connection.QuerySingleOrDefaultAsync<Anchor>(
            $"SELECT {Anchor.Columns} FROM audit_anchors ORDER BY seq DESC LIMIT 1",
            transaction: transaction
        );
        if (last is not null && now - last.At < every.TotalMilliseconds)
        {
            return null;
        }

        var (heads, unreadable) = await HeadsSinceAsync(
            transaction,
            last is null ? 0 : last.At - (long)Overlap.TotalMilliseconds,
            retried
        );
        var seq = (last?.Seq ?? 0) + 1;
        var anchor = new Anchor(seq, now, heads.Length, Anchor.DigestOf(last?.Digest, seq, now, heads))
        {
            Unreadable = unreadable,
        };
        var isFirst = await connection.ExecuteAsync(
            "INSERT INTO audit_anchors (seq, at, heads, digest) VALUES (@Seq, @At, @Heads, @Digest) ON CONFLICT DO NOTHING",
            anchor,
            transaction
        );
        if (isFirst == 0)
        {
            return null;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO audit_anchored_heads (anchor, trail, subject, seq, link)
            VALUES (@anchor, @Trail, @Subject, @Seq, @Link)
            """,
            heads.Select(head => new
            {
                anchor = seq,
                head.Trail,
                head.Subject,
                head.Seq,
                head.Link,
            }),
            transaction
        );
        await transaction.CommitAsync();
        return anchor;
    }

    private async Task<(ImmutableArray<AnchoredHead> Heads, ImmutableArray<string> Unreadable)> HeadsSinceAsync(
        DbTransaction transaction,
        long since,
        ImmutableArray<string> retried
    )
    {
        var connection = transaction.Connection!;
        var states = await connection.QueryAsync<State>(
            $"""
            SELECT grainidextensionstring AS Grain, payloadbinary AS Payload FROM orleansstorage
            WHERE (modifiedon >= @since OR {database.IsOneOf("grainidextensionstring", "retried")})
                AND payloadbinary IS NOT NULL
            """,
            new { since, retried = retried.ToArray() },
            transaction
        );
        var read = states.Select(state => (state.Grain, Heads: TryRead(state))).ToList();
        var rights = await connection.QueryAsync<RightsHead>(
            "SELECT seq AS Seq, chain AS Chain FROM rights_head WHERE seq > 0",
            transaction: transaction
        );
        ImmutableArray<AnchoredHead> heads =
        [
            .. read.SelectMany(state => state.Heads ?? [])
                .Concat(rights.Select(head => new AnchoredHead("rights", "", head.Seq, head.Chain)))
                .OrderBy(head => head.Trail, StringComparer.Ordinal)
                .ThenBy(head => head.Subject, StringComparer.Ordinal),
        ];
        return (heads, [.. read.Where(state => state.Heads is null).Select(state => state.Grain)]);
    }

    // One state that can't be read keeps the others from no anchor.
    private static List<AnchoredHead>? TryRead(State state)
    {
        try
        {
            return [.. HeadsOf(state.Grain, StateHead.Of(state.Payload))];
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<AnchoredHead> HeadsOf(string grain, StateHead head)
    {
        if (head.Audit?.History is { } row)
        {
            yield return new("history", grain, head.HistorySeq, Convert.FromBase64String(row));
        }

        if (head.Audit?.Entries is { } entry)
        {
            yield return new("ledger", grain, head.EntrySeq, Convert.FromBase64String(entry));
        }
    }

    private sealed class RightsHead
    {
        public required long Seq { get; init; }
        public required byte[] Chain { get; init; }
    }

    private sealed class State
    {
        public required string Grain { get; init; }
        public required byte[] Payload { get; init; }
    }
}
