namespace Tallydesk.Webhooks;

/// <summary>
/// The position of a row of the history or the ledger: rows are read in position order. A position without a trail is
/// before all rows of its transaction.
/// </summary>
/// <param name="Epoch">Counts the restores of the database; 0 for rows that were written before places were kept.</param>
/// <param name="Xact">The database transaction that wrote the row.</param>
/// <param name="Trail">The row's trail.</param>
/// <param name="Subject">The row's grain.</param>
/// <param name="Seq">The row's number.</param>
public sealed record Place(long Epoch, long Xact, string Trail, string Subject, long Seq)
{
    /// <summary>The place before all rows of a transaction.</summary>
    public Place(long epoch, long xact)
        : this(epoch, xact, "", "", 0) { }

    /// <summary>The place behind all rows.</summary>
    public static Place End { get; } = new(long.MaxValue, 0);

    /// <summary>Whether this place's transaction comes before another's.</summary>
    public bool IsBefore(Place other) => (Epoch, Xact).CompareTo((other.Epoch, other.Xact)) < 0;

    /// <summary>Another place, or one nearer to this where too many transactions of the same epoch lie between them.</summary>
    /// <param name="other">The other place.</param>
    /// <param name="transactions">How many may lie between them.</param>
    public Place Toward(Place other, long transactions) =>
        other.Epoch == Epoch && other.Xact - Xact > transactions ? new(Epoch, Xact + transactions) : other;
}
