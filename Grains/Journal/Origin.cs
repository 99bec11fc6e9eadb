using Tallydesk.Identity;

namespace Tallydesk.Journal;

/// <summary>
/// The command that started a flow across several grains. The flow stores it, so that the code that finishes the flow can record
/// the command's answer.
/// </summary>
/// <param name="Actor">Who commanded.</param>
/// <param name="Command">The command id.</param>
/// <param name="Hash">The content's hash (<see cref="CommandHash.Bytes"/>) in base 64.</param>
public sealed record Origin(Actor Actor, string Command, string Hash)
{
    /// <summary>The origin of a flow that a command begins.</summary>
    public static Origin Of(CommandContext context, CommandHash hash) =>
        new(context.Actor, context.Id.Value, Convert.ToBase64String(hash.Bytes.Span));

    /// <summary>The row entry of a command that is recorded only once another grain has not refused it.</summary>
    /// <param name="answer">The answer; null where a later row keeps it.</param>
    public RecordedCommand Recorded(string? answer) => new(Command, Convert.FromBase64String(Hash), answer);

    /// <summary>The row entry that keeps the flow's answer.</summary>
    public RecordedCommand Outcome(string answer) =>
        new(Repeats.OutcomeOf(Command), Convert.FromBase64String(Hash), answer);
}
