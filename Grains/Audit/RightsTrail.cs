using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>A row of the trail of rights, as it is chained.</summary>
/// <param name="Seq">1, 2, 3, … without gaps.</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Kind">What was done, camelCase.</param>
/// <param name="Subject">What was changed.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Source">From where.</param>
/// <param name="Before">The state before as JSON.</param>
/// <param name="After">The state after as JSON.</param>
/// <param name="Command">The command that made it, without its answer, which is <paramref name="After"/>.</param>
public sealed record RightsRow(
    long Seq,
    long At,
    string Kind,
    string Subject,
    string Actor,
    string? Source,
    string? Before,
    string? After,
    RecordedCommand? Command
)
{
    /// <summary>The row of a table that the change left; null for a change of none, and in rows from before it was kept.</summary>
    public KeptRow? Kept { get; init; }

    /// <summary>The row's link.</summary>
    /// <param name="before">The link of the row before; empty for the first.</param>
    public byte[] LinkAfter(ReadOnlySpan<byte> before)
    {
        using var chain = new AuditChain(before);
        chain
            .Add(Seq)
            .Add(At)
            .Add(Kind)
            .Add(Subject)
            .Add(Actor)
            .Add(Source)
            .Add(Before)
            .Add(After)
            .Add(Command?.Id)
            .Add(Command?.ContentHash);
        // Links from before rows were kept stay as they are.
        if (Kept is not null)
        {
            chain.Add(Kept.Table).Add(Kept.Id).Add(Kept.Hidden);
        }

        return chain.Link();
    }
}

/// <summary>What a change kept of the row that it left in a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">The row.</param>
/// <param name="Hidden">A digest of each column that the state after does not show, as JSON; null when the row is gone.</param>
public sealed record KeptRow(string Table, string Id, string? Hidden);
