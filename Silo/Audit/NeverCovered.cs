using System.Collections.Immutable;

namespace Tallydesk.Audit;

/// <summary>What a verification can't know, as it is printed each time.</summary>
internal static class NeverCovered
{
    /// <summary>A line each.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "the instant of a ticket's last change, and whether a low balance that an account no longer names was reached again",
        "when sessions and tokens were last used, and when sessions end or were ended",
        "the bytes of files, which were not read: whether each is there and still has its recorded SHA-256; nor whether a message claims it",
        "mails, notices, saved views, the deliveries of webhooks and how far they have read, and the cluster's members",
        "the key ring: the process that reads it trusts every key in it",
        "a database rewritten as a whole, rows, links, states and anchors: only --anchor= with a digest kept elsewhere finds that",
    ];
}
