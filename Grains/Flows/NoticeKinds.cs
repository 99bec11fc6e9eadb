namespace Tallydesk.Flows;

/// <summary>What grains are told through notices.</summary>
internal static class NoticeKinds
{
    /// <summary>To a ticket: its waiting charge has been paid. Body: <see cref="Tickets.ChargePaid"/>.</summary>
    public const string ChargePaid = "chargePaid";
}
