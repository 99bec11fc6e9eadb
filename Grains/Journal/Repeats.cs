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
            "This idempotency key came with other content before; use a new key for a new command."
        ).With("key", id.Value);
}
