using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tallydesk.Chats;

/// <summary>The chat hub's JSON on both ends, made at build time.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ImmutableArray<ChatRow>))]
[JsonSerializable(typeof(ImmutableArray<ChatWords>?))]
[JsonSerializable(typeof(ChatAct))]
[JsonSerializable(typeof(long?))]
public sealed partial class ChatJson : JsonSerializerContext;
