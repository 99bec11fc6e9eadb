using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Journal;
using Tallydesk.Policy;

namespace Tallydesk.Audit;

/// <summary>The fold of the policy's versions. Rows from before documents were kept in them tell everything but the document.</summary>
internal sealed class PolicyFold : IStateFold
{
    private readonly List<(PolicyAdopted Adopted, HistoryRow Row)> rows = [];
    private int unchanged;

    /// <inheritdoc/>
    public string? Add(HistoryRow row, bool isEarlier)
    {
        if (row.Kind == NothingChanged.Kind)
        {
            unchanged++;
            return null;
        }

        try
        {
            rows.Add((StateJson.Read<PolicyAdopted>(row.Body), row));
            return null;
        }
        catch (JsonException)
        {
            return "can't be read as an event";
        }
    }

    /// <inheritdoc/>
    public string? Add(EntryRow entry) => "only accounts have ledger entries";

    /// <inheritdoc/>
    public StateComparison Compare(ReadOnlySpan<byte> stored)
    {
        var state = StateJson.Read<PolicyVersions>(stored);
        var versions = state.All;
        var differing = versions.Length == rows.Count ? new List<string>() : ["all"];
        if (state.Unchanged != unchanged)
        {
            differing.Add("unchanged");
        }

        differing.AddRange(
            versions.Zip(rows).Where(pair => !IsTold(pair.First, pair.Second.Adopted, pair.Second.Row)).Select(Name)
        );
        return new(differing, [.. versions.Zip(rows).Where(pair => pair.Second.Adopted.Policy is null).Select(Name)]);
    }

    /// <inheritdoc/>
    public byte[] Rewrite(ReadOnlySpan<byte> stored, IStateFold before) => stored.ToArray();

    /// <inheritdoc/>
    public Card? CardOf(ReadOnlySpan<byte> stored, string key, long version, long storedVersion) => null;

    private static string Name((PolicyVersion First, (PolicyAdopted, HistoryRow)) pair) =>
        $"version {pair.First.Policy.Version}";

    private static bool IsTold(PolicyVersion version, PolicyAdopted adopted, HistoryRow row) =>
        version.Policy.Version == adopted.Version
        && version.Source == adopted.Source
        && version.Actor == row.Actor
        && version.Command == row.Command?.Id
        && (adopted.Policy is null || (version.At == row.At && IsSame(version.Policy, adopted.Policy)));

    private static bool IsSame(SupportPolicy one, SupportPolicy other) =>
        JsonNode.DeepEquals(
            JsonSerializer.SerializeToNode(one, StateJson.Options),
            JsonSerializer.SerializeToNode(other, StateJson.Options)
        );
}
