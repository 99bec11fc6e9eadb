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
        new("when a ticket last changed, and whether an account recovered from a low balance that it no longer lists"),
        new(
            "when sessions and tokens were last used, and when sessions end or were ended",
            "tokens.last_used_at",
            "sessions.seen_at",
            "sessions.ends_at",
            "sessions.ended_at",
            "sessions.proved_at"
        ),
        new(
            "the contents of files, which are not read: whether each file exists and still has its recorded SHA-256, and whether a message uses it",
            "attachments.stored_at",
            "attachments.claimed_at"
        ),
        new(
            "emails, notices, failed background work, saved views, webhook deliveries and their read position, and the cluster's members",
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
            "the search index: rebuild-search builds it again",
            "search_passages",
            "search_words",
            "search_words_data",
            "search_words_idx",
            "search_words_docsize",
            "search_words_config",
            "search_reading"
        ),
        new(
            "how often sign-ins failed and whether that locked the account, and how often a person's row was written",
            "sign_in_attempts",
            "people.version"
        ),
        new(
            "the versions and timestamps of stored states, and when cards last changed",
            "orleansstorage.version",
            "orleansstorage.modifiedon",
            "cards.changed_at"
        ),
        new(
            "the ids of epochs, the number of the last transaction, and which transaction wrote a row (only the order within its grain is checked): webhook event ids are built from these",
            "database_epochs",
            "last_transaction"
        ),
        new(
            "the key ring and the server keys: the process that reads them trusts every key in them",
            "data_protection_keys",
            "server_keys"
        ),
        new("the schema: its steps, triggers and functions, and Orleans' queries", "schema_versions", "orleansquery"),
        new("whether the newest anchors, or all of them, were removed: only --anchor= detects that"),
        new(
            "a completely rewritten database (rows, links, states and anchors): only --anchor= with a digest kept elsewhere detects that"
        ),
    ];
}
