using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Storage.Committing;
using Xunit;

namespace Tallydesk.Tests.Architecture;

/// <summary>Rules and states know nothing of what surrounds them: no Orleans, no storage, no HTTP.</summary>
public sealed class PureRuleTests
{
    private static readonly string[] Surroundings = ["Orleans", "Microsoft", "System.Net", "System.Data", "System.IO"];

    [Fact]
    public void Rules_and_states_use_nothing_of_what_surrounds_them()
    {
        var known =
            from type in TypeReferences.WrittenTypes(typeof(PolicyDocument).Assembly)
            where IsPure(type)
            from used in TypeReferences.Of(type)
            where IsSurroundings(used)
            select $"{type.Name} -> {used}";

        Assert.Equal([], known);
    }

    /// <summary>What carries out and commits in order, and is simulated by tests.</summary>
    private static readonly Type[] Loops =
    [
        typeof(IAccountBook),
        typeof(AccountLoop),
        typeof(AccountBatch),
        typeof(AccountCommand),
        typeof(AccountCommand<>),
        typeof(RecentAnswers),
        typeof(Committer),
        typeof(CommitQueue),
        typeof(PendingCommit),
        typeof(IGroupWriter),
    ];

    [Fact]
    public void The_accounts_loop_and_the_committer_know_nothing_of_Orleans()
    {
        var known =
            from type in Loops
            from used in TypeReferences.Of(type)
            where IsOrleans(used)
            select $"{type.Name} -> {used}";

        Assert.Equal([], known);
    }

    [Fact]
    public void Surroundings_are_recognized() =>
        Assert.All(
            [typeof(IJournal), typeof(IJournalReader), typeof(SupportPolicyGrain), typeof(HttpClient), typeof(GrainId)],
            type => Assert.True(IsSurroundings(type), type.Name)
        );

    private static bool IsPure(Type type) =>
        type.Name.EndsWith("Rules", StringComparison.Ordinal)
        || type.Name.EndsWith("Sentences", StringComparison.Ordinal)
        || type.Name.EndsWith("Apply", StringComparison.Ordinal)
        || type.IsSubclassOf(typeof(JournaledState));

    private static bool IsOrleans(Type type) =>
        $"{type.Namespace}.".StartsWith("Orleans.", StringComparison.Ordinal)
        || typeof(Grain).IsAssignableFrom(type)
        || typeof(IAddressable).IsAssignableFrom(type);

    private static bool IsSurroundings(Type type) =>
        Surroundings.Any(outside => $"{type.Namespace}.".StartsWith($"{outside}.", StringComparison.Ordinal))
        || IsOrleans(type)
        || type == typeof(IJournal)
        || type == typeof(IJournalReader)
        || type == typeof(INoticeBox)
        || type == typeof(JournalServices);
}
