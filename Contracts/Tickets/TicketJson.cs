using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>The ticket hub's JSON, made at build time.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TicketFollowing))]
[JsonSerializable(typeof(ImmutableArray<BoardAssignee>))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
public sealed partial class TicketJson : JsonSerializerContext;
