using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>A row of the history or the ledger that was examined for webhooks.</summary>
/// <param name="Id">The event id that webhooks receive.</param>
/// <param name="Trail">The position of its row.</param>
/// <param name="Subject">The row's grain.</param>
/// <param name="Seq">The row's number.</param>
/// <param name="At">When it happened, in Unix milliseconds.</param>
/// <param name="Type">The event type, such as <c>ticket.opened</c>; null when no webhook receives it.</param>
/// <param name="Body">The payload; null when no webhook receives it.</param>
/// <param name="Webhooks">The ids of the webhooks that receive it.</param>
public sealed record LookedAt(
    string Id,
    string Trail,
    string Subject,
    long Seq,
    long At,
    string? Type,
    string? Body,
    ImmutableArray<string> Webhooks
)
{
    /// <summary>The prefix of every event's id.</summary>
    public const string Prefix = "evt-";
}
