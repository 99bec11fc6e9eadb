using System.Collections.Immutable;
using System.Reflection;

namespace Tallydesk.Tests.Architecture;

/// <summary>Which features (namespaces) of some assemblies use which, and by which types.</summary>
internal sealed class FeatureGraph
{
    private readonly ILookup<string, Arrow> arrows;

    /// <summary>Reads the assemblies.</summary>
    internal FeatureGraph(params ImmutableArray<Assembly> assemblies) =>
        arrows = (
            from type in assemblies.SelectMany(TypeReferences.WrittenTypes)
            from used in TypeReferences.Of(type)
            where assemblies.Contains(used.Assembly) && used.Namespace != type.Namespace
            select new Arrow(type, used)
        ).ToLookup(arrow => arrow.From.Namespace!, StringComparer.Ordinal);

    /// <summary>All features that use another one.</summary>
    internal IEnumerable<string> Features => arrows.Select(feature => feature.Key);

    /// <summary>The shortest way from a feature back to itself, by way of others; empty without one.</summary>
    internal ImmutableArray<string> ShortestCycle() =>
        Features
            .Select(CycleThrough)
            .Where(cycle => !cycle.IsEmpty)
            .OrderBy(cycle => cycle.Length)
            .FirstOrDefault(ImmutableArray<string>.Empty);

    /// <summary>A cycle as lines: each feature with the types of it that use the next one.</summary>
    internal IEnumerable<string> Describe(ImmutableArray<string> cycle) =>
        cycle
            .Zip(cycle.Skip(1))
            .Select(step =>
                $"{step.First} -> {step.Second}: "
                + string.Join(
                    ", ",
                    arrows[step.First]
                        .Where(arrow => arrow.To.Namespace == step.Second)
                        .Select(arrow => $"{arrow.From.Name} -> {arrow.To.Name}")
                )
            );

    private ImmutableArray<string> CycleThrough(string start)
    {
        var ways = new Queue<ImmutableArray<string>>([
            [start],
        ]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in arrows[way[^1]].Select(arrow => arrow.To.Namespace!).Distinct(StringComparer.Ordinal))
            {
                if (next == start)
                {
                    return way.Add(next);
                }

                if (seen.Add(next))
                {
                    ways.Enqueue(way.Add(next));
                }
            }
        }

        return [];
    }

    private sealed record Arrow(Type From, Type To);
}
