using System.Collections.Immutable;

namespace Tallydesk.Audit;

/// <summary>Something that a verification can't know.</summary>
/// <param name="What">It, in words.</param>
/// <param name="Columns">Columns, <c>table.column</c>, and whole tables that could be altered without being found.</param>
internal sealed record Uncovered(string What, params ImmutableArray<string> Columns);

/// <summary>What a verification can't know, as it is printed each time.</summary>
internal static class NeverCovered
{
    /// <summary>A line each.</summary>
    public static ImmutableArray<Uncovered> All { get; } =
    [
        new(
            "the instant of a ticket's last change, and whether a low balance that an account no longer names was reached again"
        ),
        new(
            "when sessions and tokens were last used, and when sessions end or were ended",
            "tokens.last_used_at",
            "sessions.seen_at",
            "sessions.ends_at",
            "sessions.ended_at",
            "sessions.proved_at"
        ),
        new(
            "the bytes of files, which were not read: whether each is there and still has its recorded SHA-256; nor whether a message claims it",
            "attachments.stored_at",
            "attachments.claimed_at"
        ),
        new(
            "mails, notices, failed background work, saved views, the deliveries of webhooks and how far they have read, and the cluster's members",
            "mails",
            "notices",
            "failed_work",
            "board_views",
            "webhook_events",
            "webhook_deliveries",
            "webhook_attempts",
            "webhook_reading",
            "orleansmembershiptable",
            "orleansmembershipversiontable"
        ),
        new(
            "how often sign-ins failed and whether that locks them, and how often a person's row was written",
            "sign_in_attempts",
            "people.version"
        ),
        new(
            "the versions and instants of stored states, and when cards last changed",
            "orleansstorage.version",
            "orleansstorage.modifiedon",
            "cards.changed_at"
        ),
        new(
            "the ids of epochs, the transaction numbered last, and which transaction wrote a row beyond the order within its grain: they make up the ids of webhooks' events",
            "database_epochs",
            "last_transaction"
        ),
        new(
            "the key ring and the server's own keys: the process that reads them trusts every key in them",
            "data_protection_keys",
            "server_keys"
        ),
        new("the schema: its steps, triggers and functions, and Orleans' queries", "schema_versions", "orleansquery"),
        new("whether the newest anchors, or all of them, were removed: only --anchor= finds that"),
        new(
            "a database rewritten as a whole, rows, links, states and anchors: only --anchor= with a digest kept elsewhere finds that"
        ),
    ];
}
