namespace Tallydesk.Audit;

/// <summary>Follows one chain row by row.</summary>
/// <param name="trail">The trail's name, for findings.</param>
/// <param name="subject">Whose chain it is.</param>
internal sealed class ChainCheck(string trail, string subject)
{
    private byte[] link = [];

    /// <summary>Whose chain it is.</summary>
    public string Subject => subject;

    /// <summary>The last row's number; 0 before the first.</summary>
    public long Count { get; private set; }

    /// <summary>Rows whose link was checked.</summary>
    public long Linked { get; private set; }

    /// <summary>The last row's link in base 64; null while no row has one.</summary>
    public string? Last => Linked == 0 ? null : Convert.ToBase64String(link);

    /// <summary>Takes the next row.</summary>
    /// <param name="seq">Its number.</param>
    /// <param name="stored">Its link as it is stored.</param>
    /// <param name="linkOf">Its link as it must be, from the link before.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public AuditFinding? Next(long seq, byte[] stored, Func<byte[], byte[]> linkOf)
    {
        var wrong = WrongWith(seq, stored, linkOf);
        Count = seq;
        if (stored.Length > 0)
        {
            Linked++;
            link = stored;
        }

        return wrong is null ? null : new(trail, subject, seq, wrong);
    }

    /// <summary>Compares the chain's end with what the state keeps.</summary>
    public AuditFinding? End(long count, string? last) =>
        count != Count ? new(trail, subject, 0, $"the state says {count} rows, but the last row is {Count}")
        : last != Last ? new(trail, subject, 0, "the state has a different last link")
        : null;

    private string? WrongWith(long seq, byte[] stored, Func<byte[], byte[]> linkOf) =>
        seq != Count + 1 ? $"follows row {Count}: a row is missing"
        : stored.Length == 0
            ? Linked == 0 ? null
                : "has no link"
        : stored.AsSpan().SequenceEqual(linkOf(link)) ? null
        : "was altered";
}
