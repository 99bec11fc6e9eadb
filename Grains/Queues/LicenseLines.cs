using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// The licenses of a queue's tickets, with their care as it stands. A ticket's card knows its license as of its opening; a
/// license that has been looked up or told of is known better. Of two versions of a license the higher holds. A license
/// without a ticket in the queue is let go.
/// </summary>
internal sealed class LicenseLines
{
    private readonly Dictionary<LicenseNumber, KnownLicense> lines = [];
    private readonly HashSet<LicenseNumber> unknown = [];

    /// <summary>Licenses that have not been looked up since their first ticket came.</summary>
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

    /// <summary>Takes a license as it stands; answers the tickets whose places it may change.</summary>
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

    /// <summary>A license was looked up, whether it was found or not.</summary>
    public void LookedUp(LicenseNumber number) => unknown.Remove(number);

    /// <summary>The care of a ticket's license, as well as it is known.</summary>
    public ImmutableArray<CareRun> CareOf(TicketCard card) =>
        lines.TryGetValue(card.License, out var line) && line.Version > 0 ? line.Care
        : card is { CareStart: { } start, CareEnd: { } end } ? [new(start, end)]
        : [];

    /// <summary>End of the period or care of a ticket's license; null without one, or when it is not known yet.</summary>
    public DateTimeOffset? CoveredUntil(TicketCard card) => lines.GetValueOrDefault(card.License)?.CoveredUntil;

    private sealed class KnownLicense
    {
        public HashSet<long> Tickets { get; } = [];

        public long Version { get; set; }

        public ImmutableArray<CareRun> Care { get; set; } = [];

        public DateTimeOffset? CoveredUntil { get; set; }
    }
}
