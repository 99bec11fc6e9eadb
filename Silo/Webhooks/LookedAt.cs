using System.Collections.Immutable;

namespace Tallydesk.Webhooks;

/// <summary>Something that happened and was looked at.</summary>
/// <param name="Id">Names it to those who are told.</param>
/// <param name="Trail">Where its row stands.</param>
/// <param name="Subject">The row's grain.</param>
/// <param name="Seq">The row's number.</param>
/// <param name="At">When it happened, in Unix milliseconds.</param>
/// <param name="Type">What it is called, such as <c>ticket.opened</c>; null when nobody is told.</param>
/// <param name="Body">What is sent; null when nobody is told.</param>
/// <param name="Webhooks">Who is told.</param>
internal sealed record LookedAt(
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
