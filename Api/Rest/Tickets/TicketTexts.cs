namespace Tallydesk.Tickets;

/// <summary>What the API's document tells of routes whose types don't say it all.</summary>
internal static class TicketTexts
{
    /// <summary>Messages.</summary>
    public const string Messages = """
        A customer's message waits for an answer; staff's public message is one. A customer's message to a solved ticket
        reopens it, and so does one to a closed ticket within the policy's days of grace (reopenDays, each exactly 24 hours
        from the closing, the end excluded): at no new charge. A later one becomes a new ticket of the same customer and
        license, asked when it was written and without an agreement in advance; the answer's ticket is its number, and each
        of the two names the other. If the license has been revoked it is refused instead (license_revoked). Staff write
        to a closed ticket after they have reopened it. A ticket that was withdrawn, merged or referred to custom
        development takes no more messages. Staff who send in seen the id of the newest message they have read are refused
        (stale_version) when somebody else has written since; notes are not compared.
        """;

    /// <summary>Merging.</summary>
    public const string Merges = """
        Both tickets are of one customer and work on both goes on. The merged one ends for good, at net 0: what was charged is
        given back, a charge that waits leaves the line. A charge is never moved: the ticket that goes on keeps its own, and
        is assessed again where it has none. Each of the two names the other, the customer is told in both, and whoever
        writes to the merged one is refused with the other's number (already_merged). Of two tickets that are merged into each
        other at once the newer is merged into the older, and the other merge is refused (merge_in_flight or already_merged).
        """;

    /// <summary>Reopening.</summary>
    public const string Reopening = """
        Nothing new is charged: what was agreed and charged stays. Its customer may reopen a closed ticket within the
        policy's days of grace (reopenDays), and is refused later (reopening_too_late); staff may at any time. Reopened by
        its customer the ticket waits for an answer from now on. A solved ticket that nobody reopens is closed by the desk
        after the policy's days (closeSolvedAfterDays).
        """;
}
