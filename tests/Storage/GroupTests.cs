using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>How commits become groups, and what a committer does with a group that fails.</summary>
public sealed class GroupTests
{
    [Fact]
    public async Task What_waits_goes_in_one_group_up_to_its_bound()
    {
        var writer = new ScriptedWriter();
        var held = new HeldWriter(writer);
        await using var committer = Start(held, new() { GroupSize = 50 });

        var commits = Enumerable
            .Range(0, 120)
            .Select(i => committer.CommitAsync(Commits.State($"tic-{i}", 0)))
            .ToArray();
        await held.Holding;
        held.Release();
        await Task.WhenAll(commits);

        Assert.Equal(120, writer.Groups.Sum(g => g.Count));
        Assert.Equal(50, held.LargestGroup);
        Assert.All(writer.Groups, g => Assert.Equal(g.Order(StringComparer.Ordinal), g));
    }

    [Fact]
    public async Task A_conflict_is_tried_again()
    {
        var writer = new ScriptedWriter(GroupOutcome.Conflict, GroupOutcome.Conflict);
        await using var committer = Start(writer, new());

        await committer.CommitAsync(Commits.State("tic-1", 0));

        Assert.Equal(3, writer.Groups.Count);
    }

    [Fact]
    public async Task A_conflict_that_stays_is_refused()
    {
        var writer = new ScriptedWriter([.. Enumerable.Repeat(GroupOutcome.Conflict, 50)]);
        await using var committer = Start(writer, new());

        await Assert.ThrowsAsync<JournalRejectedException>(() => committer.CommitAsync(Commits.State("tic-1", 0)));
    }

    [Theory]
    [InlineData(GroupOutcome.Unavailable, typeof(JournalRejectedException))]
    [InlineData(GroupOutcome.Unknown, typeof(UnknownOutcomeException))]
    public async Task A_failure_of_the_database_is_told_to_all_and_not_repeated(object outcome, Type told)
    {
        var writer = new ScriptedWriter((GroupOutcome)outcome);
        await using var committer = Start(writer, new());

        await Assert.ThrowsAsync(told, () => committer.CommitAsync(Commits.State("tic-1", 0)));
        await committer.CommitAsync(Commits.State("tic-1", 0));

        Assert.Equal(2, writer.Groups.Count);
    }

    [Fact]
    public async Task What_has_waited_too_long_is_refused_unwritten()
    {
        var clock = new FakeTimeProvider();
        var writer = new ScriptedWriter();
        var held = new HeldWriter(writer);
        await using var committer = Start(held, new(), clock);
        var first = committer.CommitAsync(Commits.State("tic-1", 0));
        await held.Holding;

        var late = committer.CommitAsync(Commits.State("tic-2", 0));
        clock.Advance(TimeSpan.FromSeconds(2));
        held.Release();

        await first;
        await Assert.ThrowsAsync<JournalRejectedException>(() => late);
        Assert.Equal("tic-1", Assert.Single(Assert.Single(writer.Groups)));
    }

    [Fact]
    public async Task A_journal_that_ends_writes_what_waits_and_refuses_what_comes()
    {
        var writer = new ScriptedWriter();
        var held = new HeldWriter(writer);
        var committer = Start(held, new());
        var waiting = committer.CommitAsync(Commits.State("tic-1", 0));

        held.Release();
        await committer.DisposeAsync();

        await waiting;
        await Assert.ThrowsAsync<JournalRejectedException>(() => committer.CommitAsync(Commits.State("tic-2", 0)));
    }

    private static Committer Start(IGroupWriter writer, StorageOptions options, TimeProvider? clock = null) =>
        new(writer, options, clock ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>Writes nothing, keeps the keys of each group, and fails as it is told, one outcome a group.</summary>
    private sealed class ScriptedWriter(params GroupOutcome[] failures) : IGroupWriter
    {
        private readonly Queue<GroupOutcome> failures = new(failures);

        public List<IReadOnlyList<string>> Groups { get; } = [];

        public Task WriteAsync(IReadOnlyList<PendingCommit> group)
        {
            Groups.Add([.. group.Select(p => p.Commit.GrainKey)]);
            return failures.TryDequeue(out var outcome)
                ? throw new GroupException(outcome, new IOException("As told."))
                : Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
