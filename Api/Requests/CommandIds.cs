using Tallydesk.Identity;

namespace Tallydesk.Requests;

/// <summary>
/// What makes two requests the same command, through any entry point: the same caller, the same action on the same target, and the same
/// key. The component that runs the command stores its result under this id: a grain in its journal, the trail of rights for what
/// has no grain.
/// </summary>
internal static class CommandIds
{
    /// <summary>The longest key that a program may choose, in characters.</summary>
    public const int LongestKey = 255;

    /// <summary>The id of a command.</summary>
    /// <param name="caller">The caller; visitors are distinguished by their network address.</param>
    /// <param name="act">The door and the act.</param>
    /// <param name="about">What is acted on.</param>
    /// <param name="key">What names the command over its retries.</param>
    public static CommandId Of(string caller, string act, string about, string key) =>
        new(KeyHash.Of("cmd-", $"{caller}\n{act}\n{about}\n{key}"));
}
