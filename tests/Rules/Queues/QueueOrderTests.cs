using CsCheck;
using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Queues;

public sealed class QueueOrderTests
{
    private static readonly DateTimeOffset Monday = At("2026-03-02 09:00");

    private static Gen<QueuePlace> Places =>
        Gen.Select(
            Gen.Bool,
            Gen.Bool,
            Gen.Int[0, 3],
            Gen.Long[1, 6],
            (vip, urgent, hour, number) => new QueuePlace(vip, urgent, Monday.AddHours(hour), number)
        );

    [Fact]
    public void E1_Care_comes_first_then_urgent_then_the_longest_waiting_then_the_lowest_number()
    {
        QueuePlace[] expected =
        [
            new(Vip: true, Urgent: true, Monday.AddHours(9), 9),
            new(Vip: true, Urgent: false, Monday.AddHours(1), 8),
            new(Vip: true, Urgent: false, Monday.AddHours(2), 1),
            new(Vip: false, Urgent: true, Monday.AddHours(5), 7),
            new(Vip: false, Urgent: false, Monday, 5),
            new(Vip: false, Urgent: false, Monday, 6),
            new(Vip: false, Urgent: false, Monday.AddTicks(1), 2),
        ];

        Assert.Equal(expected, expected.Reverse().Order(QueueOrder.Instance));
    }

    [Fact]
    public void E1_I7_No_ticket_under_care_stands_below_another() =>
        Places
            .Array[0, 20]
            .Sample(places =>
            {
                var tiers = places.Order(QueueOrder.Instance).Select(place => place.Vip).ToArray();
                return tiers.SequenceEqual(tiers.OrderDescending());
            });

    [Fact]
    public void E1_The_order_is_that_of_sorting_by_one_key_after_the_other() =>
        Places
            .Array[0, 20]
            .Sample(places =>
            {
                var sorted = places.Order(QueueOrder.Instance);
                var byKeys = places
                    .OrderBy(place => place.Vip ? 0 : 1)
                    .ThenBy(place => place.Urgent ? 0 : 1)
                    .ThenBy(place => place.WaitingSince.UtcTicks)
                    .ThenBy(place => place.Number);
                return sorted.SequenceEqual(byKeys);
            });
}
