using Tallydesk.Audit;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Audit;

/// <summary>The audit makes the state of every kind of grain again.</summary>
public sealed class StateFoldTests
{
    /// <summary>Every grain that the journal writes.</summary>
    public static TheoryData<Type> Grains =>
        [.. typeof(JournaledState).Assembly.GetTypes().Where(type => !type.IsAbstract && StateOf(type) is not null)];

    [Theory]
    [MemberData(nameof(Grains))]
    public void Every_grain_that_the_journal_writes_has_a_fold_of_its_state(Type grain)
    {
        var name = StoredNames.Of(StateOf(grain)!);

        var fold = StateFolds.Of(name);

        Assert.True(fold is not null, $"StateFolds has no fold of {name}, the state of {grain.Name}.");
    }

    [Fact]
    public void Grains_are_found() => Assert.True(Grains.Count >= 8);

    private static Type? StateOf(Type type) =>
        Ancestors(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(StoredGrain<>))
            ?.GetGenericArguments()[0];

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }
}
