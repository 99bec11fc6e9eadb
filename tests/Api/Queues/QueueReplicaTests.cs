using CsCheck;
using Tallydesk.Feeds;
using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Queues.Rows;

namespace Tallydesk.Tests.Queues;

public sealed class QueueReplicaTests
{
    private readonly QueueReplica replica = new();

    public QueueReplicaTests() => replica.Reset(Snapshot("a", 5, Row(1), Row(2)));

    [Fact]
    public void The_next_delta_is_applied_and_an_old_one_changes_nothing()
    {
        Assert.Equal(DeltaEffect.Applied, replica.Accept(Change("a", 6, Row(2, "New"), Row(3))));
        Assert.Equal(DeltaEffect.Known, replica.Accept(Change("a", 6, Row(2, "Old"))));
        Assert.Equal(DeltaEffect.Applied, replica.Accept(Leave("a", 7, 1)));

        Assert.Equal(["2 New", "3 Subject"], replica.Rows.Select(row => $"{row.Number} {row.Subject}"));
    }

    [Fact]
    public void A_heartbeat_with_the_known_number_says_that_all_is_well() =>
        Assert.Equal(DeltaEffect.Known, replica.Accept(Heartbeat("a", 5)));

    [Fact]
    public void A_missing_delta_is_found_by_the_next_one_and_by_a_heartbeat()
    {
        Assert.Equal(DeltaEffect.Gap, replica.Accept(Change("a", 7, Row(3))));
        Assert.Equal(DeltaEffect.Gap, replica.Accept(Heartbeat("a", 6)));
        Assert.Null(replica.Find(3));
    }

    [Fact]
    public void Another_epoch_is_a_gap_whatever_its_number()
    {
        Assert.Equal(DeltaEffect.Gap, replica.Accept(Change("b", 6, Row(3))));
        Assert.Equal(DeltaEffect.Gap, replica.Accept(Heartbeat("b", 5)));
    }

    [Fact]
    public void Deltas_that_come_before_the_snapshot_they_belong_behind_are_not_lost()
    {
        replica.Await();
        Assert.Equal(DeltaEffect.Held, replica.Accept(Change("a", 6, Row(2, "In the snapshot"))));
        Assert.Equal(DeltaEffect.Held, replica.Accept(Change("a", 7, Row(3))));
        var (changed, gap) = replica.Reset(Snapshot("a", 6, Row(1), Row(2, "In the snapshot")));

        Assert.False(gap);
        Assert.Contains(3, changed);
        Assert.Equal([1, 2, 3], replica.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Rows_that_come_later_do_not_undo_what_deltas_have_said()
    {
        replica.Reset(Snapshot("a", 5, Row(1)) with { Rest = 3 });
        replica.Accept(Change("a", 6, Row(3, "New")));
        replica.Accept(Leave("a", 7, 4));
        replica.Fill([Row(2), Row(3, "Old"), Row(4)]);
        replica.Complete();

        Assert.Equal(["1 Subject", "2 Subject", "3 New"], replica.Rows.Select(row => $"{row.Number} {row.Subject}"));
    }

    [Fact]
    public void Rows_from_before_a_snapshot_in_parts_stay_until_all_of_it_has_come()
    {
        // 1 and 2 are there; 2 has left meanwhile, and 3 comes in the rest.
        replica.Reset(Snapshot("b", 1, Row(1)) with { Rest = 1 });
        Assert.Equal([1, 2], replica.Rows.Select(row => row.Number));
        replica.Fill([Row(3)]);
        replica.Complete();
        Assert.Equal([1, 3], replica.Rows.Select(row => row.Number));

        // What left before the rest had come does not keep what comes afterwards away.
        replica.Accept(Change("b", 2, Row(2)));
        Assert.Equal([1, 2, 3], replica.Rows.Select(row => row.Number));
    }

    [Fact]
    public void A_snapshot_in_parts_that_a_whole_one_follows_is_forgotten()
    {
        replica.Reset(Snapshot("b", 1, Row(1)) with { Rest = 5 });
        replica.Reset(Snapshot("b", 2, Row(4)));
        replica.Complete();
        Assert.Equal([4], replica.Rows.Select(row => row.Number));
    }

    [Fact]
    public void A_gap_among_the_held_deltas_is_told()
    {
        replica.Await();
        replica.Accept(Change("a", 8, Row(3)));

        Assert.True(replica.Reset(Snapshot("a", 6, Row(1))).Gap);
    }

    [Fact]
    public void E1_Rows_stand_in_the_order_of_care_urgency_waiting_and_number()
    {
        replica.Accept(
            Change(
                "a",
                6,
                Row(1) with
                {
                    WaitingSince = null,
                },
                Row(3) with
                {
                    Urgent = true,
                },
                Row(4) with
                {
                    Vip = true,
                    WaitingSince = Monday.AddHours(5),
                },
                Row(5) with
                {
                    WaitingSince = Monday.AddHours(-1),
                }
            )
        );

        Assert.Equal([4, 3, 5, 2, 1], replica.Rows.Select(row => row.Number));
    }

    /// <summary>The rows against a list that is sorted again after every change.</summary>
    [Fact]
    public void E1_Rows_stay_in_order_through_any_changes() =>
        Deltas.Sample(deltas =>
        {
            var copy = new QueueReplica();
            copy.Reset(Snapshot("a", 0));
            var expected = new Dictionary<long, BoardRow>();
            foreach (var (delta, seq) in deltas.Where(delta => !delta.IsHeartbeat()).Select((delta, at) => (delta, at + 1)))
            {
                copy.Accept(delta with { Seq = seq });
                foreach (var row in delta.Changes)
                {
                    expected[row.Number] = row;
                }

                foreach (var number in delta.Removed)
                {
                    expected.Remove(number);
                }

                Assert.Equal(Sorted(expected.Values), copy.Rows);
                Assert.Equal(copy.Rows.Count(row => row.WaitingSince is not null), copy.Waiting);
            }
        });

    private static Gen<BoardDelta[]> Deltas =>
        Gen.Select(
            Gen.Select(
                    Gen.Long[1, 8],
                    Gen.Bool,
                    Gen.Bool,
                    Gen.Int[-1, 3],
                    (number, vip, urgent, hours) =>
                        Row(number) with
                        {
                            Vip = vip,
                            Urgent = urgent,
                            WaitingSince = hours < 0 ? null : Monday.AddHours(hours),
                        }
                )
                .Array[0, 3],
            Gen.Long[1, 8].Array[0, 2],
            (rows, gone) =>
                Change("a", 0, [.. rows.DistinctBy(row => row.Number)]) with
                {
                    Removed = [.. gone.Distinct()],
                }
        ).Array[0, 20];

    // Policy E1: VIP care, then urgent, then the longest waiting, then the lowest number; what waits for nothing comes last.
    private static IEnumerable<BoardRow> Sorted(IEnumerable<BoardRow> rows) =>
        rows.OrderBy(row => row.WaitingSince is null)
            .ThenByDescending(row => row.WaitingSince is not null && row.Vip)
            .ThenByDescending(row => row.WaitingSince is not null && row.Urgent)
            .ThenBy(row => row.WaitingSince)
            .ThenBy(row => row.Number);
}
