using System.Text.Json.Serialization;

namespace Tallydesk.Bench.Baseline;

/// <summary>A correction of a balance.</summary>
/// <param name="Credits">Whole credits, up or down, not 0.</param>
/// <param name="Reason">Why.</param>
internal sealed record Adjustment(long? Credits, string? Reason);

/// <summary>The entry that was made.</summary>
/// <param name="Amount">Signed credits.</param>
/// <param name="Balance">The balance right after it.</param>
internal sealed record Entry(long Amount, long Balance);

/// <summary>Why nothing was done.</summary>
/// <param name="Code">A stable name of the reason.</param>
internal sealed record Refused(string Code);

/// <summary>The baseline's JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Adjustment))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(NewAssessment))]
[JsonSerializable(typeof(NewConsent))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(NewResolution))]
[JsonSerializable(typeof(NewTicket))]
[JsonSerializable(typeof(Refused))]
internal sealed partial class BaselineJson : JsonSerializerContext;
