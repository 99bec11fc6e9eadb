using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>A ticket that was opened.</summary>
/// <param name="Number">The ticket number shown to people.</param>
/// <param name="Status">The status it began with.</param>
/// <param name="LicenseNumber">The license it is about.</param>
/// <param name="AskedAt">The time for which coverage is decided.</param>
/// <param name="Coverage">The license's coverage at that time, before any category is known.</param>
/// <param name="CoveredUntil">End of the license's support period or VIP care; null if there never was one.</param>
/// <param name="Version">The ticket's version.</param>
internal sealed record OpenedTicket(
    long Number,
    TicketStatus Status,
    string LicenseNumber,
    DateTimeOffset AskedAt,
    CoverageBasis Coverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    long Version
)
{
    /// <summary>A receipt as its body.</summary>
    /// <exception cref="InvalidOperationException">The receipt is of a command that opens nothing.</exception>
    public static OpenedTicket Of(TicketReceipt receipt)
    {
        var opening = receipt.Opening ?? throw new InvalidOperationException("The receipt names no opening.");
        return new(
            receipt.Number,
            receipt.Status,
            opening.License.Value,
            opening.AskedAt,
            opening.Coverage,
            opening.CoveredUntil,
            receipt.Version
        );
    }

    /// <summary>The opening as a ticket shows it now.</summary>
    public static TicketOpening OpeningOf(TicketView view) =>
        new(view.License, view.AskedAt, view.CoverageWhenAsked, view.CoveredUntil);
}

/// <summary>The state of a ticket after a command.</summary>
/// <param name="Number">The number.</param>
/// <param name="Status">The status.</param>
/// <param name="Revision">The newest assessment's revision.</param>
/// <param name="Price">Its price in credits.</param>
/// <param name="Charged">The ticket's net charge in credits.</param>
/// <param name="Shortage">What has to arrive; absent when nothing is to be paid, or the account did not answer.</param>
/// <param name="Version">The version.</param>
internal sealed record TicketState(
    long Number,
    TicketStatus Status,
    int? Revision,
    CreditAmount? Price,
    CreditAmount Charged,
    Shortage? Shortage,
    long Version
)
{
    /// <summary>A receipt as its body.</summary>
    public static TicketState Of(TicketReceipt receipt) =>
        new(
            receipt.Number,
            receipt.Status,
            receipt.Assessment?.Revision,
            receipt.Assessment?.Price,
            receipt.Charged,
            receipt.Shortage,
            receipt.Version
        );
}

/// <summary>A message that was added.</summary>
/// <param name="Id">Its id within its ticket.</param>
/// <param name="Ticket">That ticket's number: the one that was written to or, for a late reply to a closed one, the new ticket that it became.</param>
internal sealed record AddedMessage(long Id, long Ticket)
{
    /// <summary>A receipt as its body.</summary>
    public static AddedMessage Of(TicketReceipt receipt) => new(receipt.Message ?? 0, receipt.Child ?? receipt.Number);
}

/// <summary>A ticket that was split off.</summary>
/// <param name="Number">Its number.</param>
internal sealed record SplitOffTicket(long Number);

/// <summary>The releases of an upgrade.</summary>
/// <param name="From">The installed release.</param>
/// <param name="To">The desired release.</param>
internal sealed record UpgradeBody(string? From, string? To)
{
    /// <summary>The path as the rules take it.</summary>
    public UpgradePath ToPath() =>
        new(Requests.Given.Text(From, "upgrade.from"), Requests.Given.Text(To, "upgrade.to"));
}
