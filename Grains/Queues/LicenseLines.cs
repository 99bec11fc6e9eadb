using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// The licenses of a queue's tickets with their current VIP care. A ticket's card has the license as of its opening; a
/// license that was loaded or received later is more current. Of two versions of a license, the higher wins. Licenses
/// without a ticket in the queue are removed.
/// </summary>
internal sealed class LicenseLines
{
    private readonly Dictionary<LicenseNumber, KnownLicense> lines = [];
    private readonly HashSet<LicenseNumber> unknown = [];

    /// <summary>Licenses that have not been loaded since their first ticket arrived.</summary>
    public ImmutableArray<LicenseNumber> Unknown => [.. unknown];

    /// <summary>A ticket is in the queue.</summary>
    public void Add(TicketCard card)
    {
        if (!lines.TryGetValue(card.License, out var line))
        {
            lines[card.License] = line = new();
            unknown.Add(card.License);
        }

        line.Tickets.Add(card.Number);
    }

    /// <summary>A ticket has left the queue.</summary>
    public void Remove(TicketCard card)
    {
        if (
            lines.TryGetValue(card.License, out var line)
            && line.Tickets.Remove(card.Number)
            && line.Tickets.Count == 0
        )
        {
            lines.Remove(card.License);
            unknown.Remove(card.License);
        }
    }

    /// <summary>Applies the current state of a license; returns the tickets whose places may change.</summary>
    public IReadOnlyCollection<long> Know(LicenseView license)
    {
        if (!lines.TryGetValue(license.Number, out var line) || license.Version <= line.Version)
        {
            return [];
        }

        unknown.Remove(license.Number);
        line.Version = license.Version;
        line.Care = CareRun.Of(license.Coverage);
        line.CoveredUntil = license.CoveredUntil;
        return line.Tickets;
    }

    /// <summary>A license was loaded, whether it was found or not.</summary>
    public void LookedUp(LicenseNumber number) => unknown.Remove(number);

    /// <summary>The VIP care of a ticket's license, as far as it is known.</summary>
    public ImmutableArray<CareRun> CareOf(TicketCard card) =>
        lines.TryGetValue(card.License, out var line) && line.Version > 0 ? line.Care
        : card is { CareStart: { } start, CareEnd: { } end } ? [new(start, end)]
        : [];

    /// <summary>The end of the support period or VIP care of a ticket's license; null if there is none, or if it is not known yet.</summary>
    public DateTimeOffset? CoveredUntil(TicketCard card) => lines.GetValueOrDefault(card.License)?.CoveredUntil;

    private sealed class KnownLicense
    {
        public HashSet<long> Tickets { get; } = [];

        public long Version { get; set; }

        public ImmutableArray<CareRun> Care { get; set; } = [];

        public DateTimeOffset? CoveredUntil { get; set; }
    }
}
