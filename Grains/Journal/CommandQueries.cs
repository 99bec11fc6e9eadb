namespace Tallydesk.Journal;

/// <summary>Reads which commands grains have seen.</summary>
public sealed class CommandQueries(IJournalReader journal)
{
    /// <summary>Whether one of several grains recorded a command.</summary>
    public async Task<bool> IsRecordedAsync(IEnumerable<string> grainKeys, string command)
    {
        foreach (var grain in grainKeys)
        {
            if (await journal.KnowsAnyAsync(grain, [command]))
            {
                return true;
            }
        }

        return false;
    }
}
