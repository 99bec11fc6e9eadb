using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Journal;

/// <summary>What is said of repeated commands (Policy D10).</summary>
public static class Repeats
{
    /// <summary>The command id under which a flow's last row keeps the answer that its first row could not know.</summary>
    public static string OutcomeOf(string commandId) => commandId + "/outcome";

    /// <summary>The id came with other content before.</summary>
    public static Refusal KeyReused(CommandId id) =>
        new Refusal(
            RefusalCode.IdempotencyKeyReused,
            "This idempotency key was already used with different content. Use a new key for each new command."
        ).With("key", id.Value);

    /// <summary>The command is recorded, and the flow that it started is still in progress.</summary>
    public static Refusal UnderWay { get; } =
        new(
            RefusalCode.TryAgainLater,
            "Your request was saved and will be completed, but part of Tallydesk is temporarily unavailable. Retry with the same key to get the result."
        );

    /// <summary>An earlier flow is still in progress; nothing of the command is recorded.</summary>
    /// <param name="before">What came before it, as the subject of the sentence.</param>
    public static Refusal NotYet(string before) =>
        new(
            RefusalCode.TryAgainLater,
            $"{before} is still in progress. Nothing was changed. Retry shortly with the same key."
        );
}
