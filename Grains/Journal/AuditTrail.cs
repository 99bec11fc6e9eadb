using System.Collections.Immutable;

namespace Tallydesk.Journal;

/// <summary>The last links of a grain's rows, as its state keeps them; with the rows' numbers they tell how many there are.</summary>
/// <param name="History">The last history row's link in base 64; null while there is none.</param>
/// <param name="Entries">The last ledger entry's link in base 64; null while there is none.</param>
public sealed record AuditLinks(string? History = null, string? Entries = null);

/// <summary>Chains the rows of a grain: its history, and an account's ledger.</summary>
public static class AuditTrail
{
    /// <summary>How links of history rows are made now: what people wrote counts by its hash. Version 1 had it in the row.</summary>
    public const int Version = 2;

    /// <summary>A commit whose rows carry their links, with people's texts beside them, and the links that the state is to keep.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="before">What the committed state keeps.</param>
    public static (Commit Commit, AuditLinks? After) Chain(Commit commit, AuditLinks? before)
    {
        if (commit.History.IsEmpty && commit.Entries.IsEmpty)
        {
            return (commit, before);
        }

        var (history, lastRow) = Chain(
            commit.History,
            before?.History,
            (link, row) => Linked(commit.GrainKey, link, row)
        );
        var (entries, lastEntry) = Chain(
            commit.Entries,
            before?.Entries,
            (link, row) => Linked(commit.GrainKey, link, row)
        );
        return (commit with { History = history, Entries = entries }, new(lastRow, lastEntry));
    }

    /// <summary>The link of a history row.</summary>
    /// <param name="before">The link of the row before; empty for the first.</param>
    /// <param name="grain">Whose row it is.</param>
    /// <param name="row">The row.</param>
    public static byte[] LinkOf(ReadOnlySpan<byte> before, string grain, HistoryRow row)
    {
        using var chain = new AuditChain(before);
        if (row.ChainVersion != 1)
        {
            chain.Add((long)row.ChainVersion).Add(row.TextHash);
        }

        return chain
            .Add(grain)
            .Add(row.Seq)
            .Add(row.At.ToUnixTimeMilliseconds())
            .Add(row.Kind)
            .Add(row.Actor)
            .Add(row.Source)
            .Add(row.Body)
            .Add(row.Command?.Id)
            .Add(row.Command?.ContentHash)
            .Add(row.Command?.Answer)
            .Link();
    }

    /// <summary>The link of a ledger entry.</summary>
    /// <param name="before">The link of the entry before; empty for the first.</param>
    /// <param name="account">Whose entry it is.</param>
    /// <param name="entry">The entry.</param>
    public static byte[] LinkOf(ReadOnlySpan<byte> before, string account, EntryRow entry)
    {
        using var chain = new AuditChain(before);
        return chain
            .Add(account)
            .Add(entry.Seq)
            .Add(entry.At.ToUnixTimeMilliseconds())
            .Add(entry.Kind)
            .Add(entry.Amount.Value)
            .Add(entry.BalanceAfter.Value)
            .Add(entry.Actor)
            .Add(entry.Source)
            .Add(entry.Ticket)
            .Add(entry.Operation.Id)
            .Add(entry.Operation.ContentHash)
            .Add(entry.Operation.Answer)
            .Add(entry.Body)
            .Link();
    }

    private static (ImmutableArray<TRow> Rows, string? Last) Chain<TRow>(
        ImmutableArray<TRow> rows,
        string? before,
        Func<byte[], TRow, (TRow Row, byte[] Link)> linked
    )
    {
        if (rows.IsEmpty)
        {
            return (rows, before);
        }

        var link = before is null ? [] : Convert.FromBase64String(before);
        var chained = ImmutableArray.CreateBuilder<TRow>(rows.Length);
        foreach (var row in rows)
        {
            (var next, link) = linked(link, row);
            chained.Add(next);
        }

        return (chained.MoveToImmutable(), Convert.ToBase64String(link));
    }

    private static (HistoryRow, byte[]) Linked(string grain, byte[] before, HistoryRow row)
    {
        var apart = PeoplesText.Apart(row) with { ChainVersion = Version };
        var link = LinkOf(before, grain, apart);
        return (apart with { Link = link }, link);
    }

    private static (EntryRow, byte[]) Linked(string account, byte[] before, EntryRow entry)
    {
        var link = LinkOf(before, account, entry);
        return (entry with { Link = link }, link);
    }
}
