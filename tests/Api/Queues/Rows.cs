using Tallydesk.Queues;

namespace Tallydesk.Tests.Queues;

/// <summary>Rows, snapshots and deltas with nothing special about them.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static BoardRow Row(long number, string subject = "Subject") =>
        new()
        {
            Number = number,
            Version = 1,
            Subject = subject,
            Customer = "Acme",
            License = "ACME-1",
            Edition = "CS-Cart",
            Status = "new",
            Coverage = "credits",
            AskedAt = Monday,
            WaitingSince = Monday,
        };

    public static BoardSnapshot Snapshot(string epoch, long seq, params BoardRow[] rows) =>
        new(epoch, seq, Monday, Monday, [.. rows]);

    public static BoardDelta Change(string epoch, long seq, params BoardRow[] rows) => new(epoch, seq, [.. rows], []);

    public static BoardDelta Leave(string epoch, long seq, params long[] numbers) => new(epoch, seq, [], [.. numbers]);

    public static BoardDelta Heartbeat(string epoch, long seq) => new(epoch, seq, [], []);
}
