using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Licensing;
using Tallydesk.Queues;
using Tallydesk.Tests.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Queues;

/// <summary>The live queue against one that sorts everything each time.</summary>
public sealed class LiveQueueProperties
{
    /// <summary>A card that comes, a license that changes, or time that passes.</summary>
    private sealed record Step(TicketCard? Card, LicenseView? License, int Seconds);

    // Ten minutes at most: a card that comes later than that is not known to be an old one.
    private static Gen<Step[]> Steps =>
        Gen.Frequency(
            (3, QueueCards.Cards.Select(card => new Step(card, null, 0))),
            (1, QueueCards.Licenses.Select(license => new Step(null, license, 0))),
            (1, Gen.Int[1, 10].Select(seconds => new Step(null, null, seconds)))
        ).Array[0, 60];

    [Fact]
    public void E1_The_queue_is_at_all_times_what_sorting_the_newest_cards_gives() =>
        Steps.Sample(steps =>
        {
            var naive = new NaiveQueue();
            Play(
                steps,
                (queue, now, step) =>
                {
                    if (step.Card is not null)
                    {
                        naive.Upsert(step.Card);
                    }

                    if (step.License is not null)
                    {
                        naive.Upsert(step.License);
                    }

                    // The end of coverage is shown and orders nothing; the naive queue does without.
                    Assert.Equal(naive.At(now), queue.Items.Select(item => item with { CoveredUntil = null }));
                }
            );
        });

    [Fact]
    public void E1_I7_No_ticket_under_care_now_waits_below_another() =>
        Steps.Sample(steps =>
            Play(
                steps,
                (queue, _, _) =>
                {
                    var tiers = queue
                        .Items.Where(item => item.Card.WaitingSince is not null)
                        .Select(item => item.Vip)
                        .ToArray();
                    Assert.Equal(tiers.OrderDescending(), tiers);
                }
            )
        );

    [Fact]
    public void A_snapshot_with_the_changes_after_it_is_the_later_snapshot() =>
        Gen.Select(Steps, Gen.Int[0, 60], Gen.Int[1, 9])
            .Sample(
                (steps, attachAfter, flushEvery) =>
                {
                    var copy = new Dictionary<long, QueueItem>();
                    var step = 0;
                    Play(
                        steps,
                        (queue, _, _) =>
                        {
                            step++;
                            if (step == attachAfter)
                            {
                                queue.TakeChanges();
                                copy = queue.Items.ToDictionary(item => item.Card.Number);
                            }
                            else if (step > attachAfter && step % flushEvery == 0)
                            {
                                Fold(copy, queue.TakeChanges());
                                Assert.Equal(queue.Items.ToHashSet(), [.. copy.Values]);
                            }
                        }
                    );
                }
            );

    [Fact]
    public void Changes_are_told_once_and_never_a_ticket_both_as_changed_and_as_gone() =>
        Steps.Sample(steps =>
        {
            var queue = Play(steps, (_, _, _) => { });
            var (changes, removed) = queue.TakeChanges();
            string[] told = [.. changes.Select(item => $"{item.Card.Number}"), .. removed.Select(gone => $"{gone}")];
            Assert.Distinct(told);
            Assert.False(queue.HasChanges);
        });

    private static LiveQueue Play(Step[] steps, Action<LiveQueue, DateTimeOffset, Step> check)
    {
        var now = QueueCards.Monday;
        var queue = new LiveQueue(QueueCards.Desk, Business.Terms);
        foreach (var step in steps)
        {
            now = now.AddSeconds(step.Seconds);
            queue.Advance(now, Business.Terms);
            if (step.Card is not null)
            {
                queue.Upsert(step.Card, now);
            }

            if (step.License is not null)
            {
                queue.Upsert(step.License, now);
            }

            check(queue, now, step);
        }

        return queue;
    }

    private static void Fold(
        Dictionary<long, QueueItem> copy,
        (ImmutableArray<QueueItem> Changes, ImmutableArray<long> Removed) delta
    )
    {
        foreach (var item in delta.Changes)
        {
            copy[item.Card.Number] = item;
        }

        foreach (var number in delta.Removed)
        {
            copy.Remove(number);
        }
    }
}
