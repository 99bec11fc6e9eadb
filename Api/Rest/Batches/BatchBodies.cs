using System.Text.Json;

namespace Tallydesk.Batches;

/// <summary>Commands that are sent in one request.</summary>
/// <param name="Commands">1 to <see cref="BatchEndpoints.MostCommands"/> commands.</param>
internal sealed record NewBatch(IReadOnlyList<NewBatchCommand?>? Commands);

/// <summary>A command of a batch, in the form of the single request.</summary>
/// <param name="Key">Names the command over its retries, as <c>Idempotency-Key</c> does for a request of its own.</param>
/// <param name="Path">The path, such as <c>/v1/customers/cus-1/credits/adjustments</c>.</param>
/// <param name="Body">The body.</param>
internal sealed record NewBatchCommand(string? Key, string? Path, JsonElement? Body);

/// <summary>The answers to the commands of a batch, in the order of the commands.</summary>
/// <param name="Answers">One answer for each command.</param>
internal sealed record BatchAnswers(IReadOnlyList<BatchAnswer> Answers);

/// <summary>The response of a command, the same as to the single request.</summary>
/// <param name="Key">The command's key.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body: the receipt, or a problem with a code.</param>
internal sealed record BatchAnswer(string? Key, int Status, JsonElement? Body);
