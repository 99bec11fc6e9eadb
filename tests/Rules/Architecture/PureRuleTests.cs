using Tallydesk.Journal;
using Tallydesk.Policy;
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

    [Fact]
    public void Surroundings_are_recognized() =>
        Assert.All(
            [typeof(IJournal), typeof(IJournalReader), typeof(SupportPolicyGrain), typeof(HttpClient), typeof(GrainId)],
            type => Assert.True(IsSurroundings(type), type.Name)
        );

    private static bool IsPure(Type type) =>
        type.Name.EndsWith("Rules", StringComparison.Ordinal)
        || type.Name.EndsWith("Apply", StringComparison.Ordinal)
        || type.IsSubclassOf(typeof(JournaledState));

    private static bool IsSurroundings(Type type) =>
        Surroundings.Any(outside => $"{type.Namespace}.".StartsWith($"{outside}.", StringComparison.Ordinal))
        || typeof(Grain).IsAssignableFrom(type)
        || typeof(IAddressable).IsAssignableFrom(type)
        || type == typeof(IJournal)
        || type == typeof(IJournalReader)
        || type == typeof(INoticeBox)
        || type == typeof(JournalServices);
}
