using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>The fold of a grain whose state follows from its events.</summary>
/// <param name="apply">The state after an event.</param>
/// <param name="cardOf">The card of a state, from its grain's key and version.</param>
/// <param name="untold">Fields that events don't tell.</param>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TEvent">The events.</typeparam>
internal class StateFold<TState, TEvent>(
    Func<TState, TEvent, TState> apply,
    Func<TState, string, long, Card?> cardOf,
    params string[] untold
) : IStateFold
    where TState : JournaledState, new()
    where TEvent : class
{
    // Counts and links are compared while the chain is followed.
    private static readonly string[] OfTheChain = ["audit", "historySeq", "entrySeq"];

    private static readonly FrozenDictionary<string, Type> Kinds = typeof(TEvent)
        .Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(TEvent)) && type.IsDefined(typeof(StoredAttribute), inherit: false))
        .ToFrozenDictionary(StoredNames.Of);

    // The same state where earlier releases wrote the earlier rows; this release went on from what they left.
    private TState left = new();

    /// <summary>The state after all rows that were taken.</summary>
    protected TState State { get; private set; } = new();

    /// <summary>Removes from a state what earlier releases did not store although the events contain it; null if they stored everything.</summary>
    public Func<TState, TState>? WithoutUnkept { get; init; }

    /// <inheritdoc/>
    public string? Add(HistoryRow row, bool isEarlier)
    {
        if (row.Kind == NothingChanged.Kind)
        {
            (State, left) = (Unchanged(State), Unchanged(left));
            return null;
        }

        if (!Kinds.TryGetValue(row.Kind, out var type))
        {
            return $"{row.Kind} is not an event kind of its grain";
        }

        try
        {
            var happened = (TEvent)(
                JsonSerializer.Deserialize(row.Body, type, StateJson.Options) ?? throw new JsonException()
            );
            Take(Before(row, State), happened);
            if (WithoutUnkept is not null)
            {
                left = apply(Before(row, left), happened);
                left = isEarlier ? WithoutUnkept(left) : left;
            }

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return "can't be read as an event";
        }
    }

    /// <inheritdoc/>
    public virtual string? Add(EntryRow entry) => "only accounts have ledger entries";

    /// <inheritdoc/>
    public virtual StateComparison Compare(ReadOnlySpan<byte> stored)
    {
        var state = StateJson.Read<TState>(stored);
        var differing = Differing(State, state, untold);
        if (differing.Count == 0 || WithoutUnkept is null)
        {
            return new(differing, []);
        }

        var wrong = differing.Intersect(Differing(left, state, untold)).ToList();
        return new(wrong, []) { Unkept = [.. differing.Except(wrong)] };
    }

    /// <inheritdoc/>
    public byte[] Rewrite(ReadOnlySpan<byte> stored, IStateFold before)
    {
        var (told, erased) = (FieldsOf(((StateFold<TState, TEvent>)before).State), FieldsOf(State));
        var state = FieldsOf(StateJson.Read<TState>(stored));
        foreach (var (name, value) in erased.Where(field => !JsonNode.DeepEquals(told[field.Key], field.Value)))
        {
            state[name] = value?.DeepClone();
        }

        return StateJson.WriteBytes(state);
    }

    /// <inheritdoc/>
    public Card? CardOf(ReadOnlySpan<byte> stored, string key, long version, long storedVersion)
    {
        var state = StateJson.Read<TState>(stored);
        // A card shows the version without the commits that had changed nothing by then.
        var unchanged = Math.Max(0, state.Unchanged - (storedVersion - version));
        return cardOf(state, key, version - unchanged);
    }

    /// <summary>Takes an event in.</summary>
    protected void Take(TState before, TEvent happened) => State = apply(before, happened);

    /// <summary>The fields of two states that differ, as they are stored.</summary>
    protected static IReadOnlyList<string> Differing(TState told, TState stored, params string[] untold)
    {
        var (one, other) = (FieldsOf(told), FieldsOf(stored));
        return
        [
            .. one.Select(field => field.Key)
                .Union(other.Select(field => field.Key))
                .Except([.. OfTheChain, .. untold])
                .Where(name => !JsonNode.DeepEquals(one[name], other[name]))
                .Order(StringComparer.Ordinal),
        ];
    }

    // An event's place is its row's number: messages are known by it.
    private static TState Before(HistoryRow row, TState state) =>
        (TState)((JournaledState)state with { HistorySeq = row.Seq - 1 });

    private static TState Unchanged(TState state) =>
        (TState)((JournaledState)state with { Unchanged = state.Unchanged + 1 });

    private static JsonObject FieldsOf(TState state) =>
        JsonSerializer.SerializeToNode(state, StateJson.Options)!.AsObject();
}
