namespace Tallydesk.Journal;

/// <summary>
/// A command was accepted and there was nothing to change. The row keeps the command and its answer; no state, timeline,
/// queue or webhook knows of it.
/// </summary>
[Stored("nothingChanged")]
public sealed record NothingChanged
{
    /// <summary>The row's kind, in the history and in the trail of rights.</summary>
    public static string Kind { get; } = StoredNames.Of(typeof(NothingChanged));
}
