using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tallydesk.Queues;

/// <summary>The hub's JSON on both ends, made at build time.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(BoardSnapshot))]
[JsonSerializable(typeof(BoardDelta))]
[JsonSerializable(typeof(ImmutableArray<BoardRow>))]
[JsonSerializable(typeof(ActAnswer))]
[JsonSerializable(typeof(BoardFilter))]
[JsonSerializable(typeof(IReadOnlyList<SavedView>))]
public sealed partial class BoardJson : JsonSerializerContext;
