namespace Tallydesk.Flows;

/// <summary>What grains are told through notices.</summary>
internal static class NoticeKinds
{
    /// <summary>To a ticket: its waiting charge has been paid. Body: <see cref="Tickets.ChargePaid"/>.</summary>
    public const string ChargePaid = "chargePaid";

    /// <summary>To a ticket: a duplicate has been merged into it. Body: <see cref="Tickets.MergedTicket"/>.</summary>
    public const string TicketMerged = "ticketMerged";

    /// <summary>Of a ticket: its merge was cut off and is to be driven on. Never stored. Body: <see cref="Tickets.MergeErrand"/>.</summary>
    public const string MergeBegun = "mergeBegun";
}
