using CsCheck;
using Tallydesk.Licensing;
using Tallydesk.Tickets;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Queues;

/// <summary>Cards as a queue may be told them, in any order and more than once.</summary>
internal static class QueueCards
{
    internal const string Desk = "support";

    internal static readonly DateTimeOffset Monday = At("2026-03-02 09:00");

    /// <summary>Cards of a few tickets. Equal versions of one ticket are equal cards, as they are in life.</summary>
    internal static Gen<TicketCard> Cards =>
        Gen.Select(Gen.Long[1, 8], Gen.Int[1, 6]).Select((number, version) => CardOf(number, version));

    internal static TicketCard Card(long number) =>
        new()
        {
            Id = new($"tic-{number}"),
            Number = number,
            Version = 1,
            Status = TicketStatus.New,
            Desk = Desk,
            InQueue = true,
            Subject = "Subject",
            Customer = new("cus-1"),
            CustomerName = "Acme",
            License = Number("ACME-1"),
            Edition = "CS-Cart",
            AskedAt = Monday,
            WaitingSince = Monday,
            Coverage = CoverageBasis.Credits,
            ChangedAt = Monday,
        };

    /// <summary>Licenses of those tickets. Equal versions of one license are equal.</summary>
    internal static Gen<LicenseView> Licenses =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6])
            .Select(
                (number, version) =>
                {
                    var dice = new Random((number * 77) + version);
                    var start = Monday.AddMinutes(dice.Next(-4, 4));
                    return License($"ACME-{number}", version, start, start.AddMinutes(dice.Next(5)));
                }
            );

    internal static LicenseView License(string number, long version, DateTimeOffset start, DateTimeOffset end) =>
        new(
            Number(number),
            new("cus-1"),
            "Multi-Vendor Ultimate",
            LicenseKind.First,
            new(0),
            new([new(CoverageBasis.Vip, start, end)]),
            Monday,
            version
        );

    private static TicketCard CardOf(long number, int version)
    {
        var dice = new Random((int)((number * 1000) + version));
        var care = dice.Next(3) == 0 ? (DateTimeOffset?)Monday.AddMinutes(dice.Next(-4, 4)) : null;
        return Card(number) with
        {
            Version = version,
            License = Number($"ACME-{number % 3}"),
            InQueue = dice.Next(5) > 0,
            Desk = dice.Next(12) > 0 ? Desk : "sales",
            Urgent = dice.Next(3) == 0,
            WaitingSince = dice.Next(4) > 0 ? Monday.AddMinutes(dice.Next(-3, 4)) : null,
            Assignee = dice.Next(2) == 0 ? new("usr-1", "Ada") : null,
            CareStart = care,
            CareEnd = care?.AddMinutes(1 + dice.Next(5)),
        };
    }
}
