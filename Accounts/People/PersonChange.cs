using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Mail;

namespace Tallydesk.People;

/// <summary>A change of a person, with all that is written in the same transaction.</summary>
/// <param name="By">Who makes it.</param>
/// <param name="Kind">The action, camelCase, as recorded in the audit.</param>
/// <param name="Command">The command that makes it; null for what a page does.</param>
public sealed record PersonChange(Actor By, string Kind, RecordedCommand? Command = null)
{
    /// <summary>The mail that tells the person; null for none.</summary>
    public OutgoingMail? Mail { get; init; }

    /// <summary>Who gives the person a right by it, which needs that they still hold; null where none is given.</summary>
    public Giver? Giver { get; init; }

    /// <summary>Whether every session of the person ends.</summary>
    public bool EndsSessions { get; init; }

    /// <summary>Whether every token of the person's own ends, with what was made with it and the sessions that it began.</summary>
    public bool EndsTokens { get; init; }
}
