namespace Tallydesk.Queues;

/// <summary>
/// Command ids of acts. Pressing again after an answer was lost, or is still to come, repeats the command, so that the first
/// answer is found; after an answer the next press is a new command.
/// </summary>
public sealed class Commands
{
    private readonly Dictionary<string, string> open = [];

    /// <summary>The command id of an act.</summary>
    /// <param name="act">What is done to what, such as <c>claim 7</c>.</param>
    public string IdOf(string act)
    {
        if (!open.TryGetValue(act, out var id))
        {
            open[act] = id = Guid.CreateVersion7().ToString("N");
        }

        return id;
    }

    /// <summary>The act was answered.</summary>
    public void Answered(string act, ActAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Code is not ("outcome_unknown" or "unavailable" or "try_again_later"))
        {
            open.Remove(act);
        }
    }
}
