using System.Collections.Immutable;

namespace Tallydesk.Audit;

/// <summary>Something in the audit that is not as it was written.</summary>
/// <param name="Trail">history, ledger, rights or anchors; state, cards, orders, ticket_numbers, or the table of rights that differs.</param>
/// <param name="Subject">The grain or the row; empty for a trail of one chain.</param>
/// <param name="Seq">The row; 0 for the whole chain.</param>
/// <param name="What">What is wrong.</param>
public sealed record AuditFinding(string Trail, string Subject, long Seq, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Trail} {Subject} {(Seq == 0 ? "" : $"row {Seq}")}: {What}";
}

/// <summary>What a verification read.</summary>
/// <param name="Rows">Rows whose link was checked.</param>
/// <param name="Unlinked">Rows from before there were links.</param>
/// <param name="Anchors">Anchors that were checked.</param>
/// <param name="LastAnchor">The newest anchor's digest in hexadecimal digits; null without anchors.</param>
public sealed record AuditSummary(long Rows, long Unlinked, long Anchors, string? LastAnchor)
{
    /// <summary>States that were compared with their rows.</summary>
    public long States { get; init; }

    /// <summary>Rows of people, tokens, sessions, webhooks and files that were compared with the trail of rights.</summary>
    public long TableRows { get; init; }

    /// <summary>What could not be verified here, and what never is.</summary>
    public ImmutableArray<string> NotCovered { get; init; } = [];
}
