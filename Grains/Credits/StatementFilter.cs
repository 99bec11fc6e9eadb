namespace Tallydesk.Credits;

/// <summary>Which entries of a statement are read; all of them where nothing is set.</summary>
public sealed record StatementFilter
{
    /// <summary>Only entries of this kind.</summary>
    public EntryKind? Kind { get; init; }

    /// <summary>Only entries at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only entries before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}
