namespace Tallydesk.Journal;

/// <summary>The content of notices to grains.</summary>
internal static class NoticeKinds
{
    /// <summary>To a ticket: its waiting charge has been paid. Body: <c>ChargePaid</c>.</summary>
    public const string ChargePaid = "chargePaid";

    /// <summary>To a ticket: a duplicate has been merged into it. Body: <c>MergedTicket</c>.</summary>
    public const string TicketMerged = "ticketMerged";

    /// <summary>Of a ticket: its merge was cut off and is to be driven on. Never stored. Body: <c>MergeErrand</c>.</summary>
    public const string MergeBegun = "mergeBegun";
}
