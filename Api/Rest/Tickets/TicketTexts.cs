namespace Tallydesk.Tickets;

/// <summary>Descriptions in the API's document of routes whose types don't say everything.</summary>
internal static class TicketTexts
{
    /// <summary>Messages.</summary>
    public const string Messages = """
        A customer's message waits for a response, and a public message from staff is the response. A customer's message to a
        solved ticket reopens it, and so does one to a closed ticket within the policy's grace period (reopenDays, each exactly
        24 hours from closing, the end excluded), at no new charge. A later message creates a new ticket of the same customer
        and license, asked when the message was written and not pre-approved; ticket in the response is its number, and the two
        tickets refer to each other. If the license has been revoked, the message is refused instead (license_revoked). Staff
        reopen a closed ticket before they write to it. A ticket that was withdrawn, merged or referred to custom development
        accepts no more messages. If staff send the id of the newest message they have read in seen, the message is refused
        (stale_version) when someone else has written since; notes are not compared.
        """;

    /// <summary>Merging.</summary>
    public const string Merges = """
        Both tickets belong to one customer and are still open. The merged ticket ends for good at a net charge of 0: its charges
        are refunded, and a waiting charge is withdrawn. A charge is never moved: the remaining ticket keeps its own, and is
        assessed again if it has none. The two tickets refer to each other, and the customer sees a message in both. Messages to
        the merged ticket are refused with the number of the remaining one (already_merged). If two tickets are merged into each
        other at the same time, the newer one is merged into the older one, and the other merge is refused (merge_in_flight or
        already_merged).
        """;

    /// <summary>Reopening.</summary>
    public const string Reopening = """
        Nothing new is charged: the accepted price and the charge stay. The customer can reopen a closed ticket within the
        policy's grace period (reopenDays), and is refused later (reopening_too_late); staff can reopen it at any time. A ticket
        that its customer reopens waits for a response from then on. A solved ticket that nobody reopens is closed automatically
        after the policy's days (closeSolvedAfterDays).
        """;
}
