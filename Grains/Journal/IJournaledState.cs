namespace Tallydesk.Journal;

/// <summary>What the journal needs to know of a state.</summary>
internal interface IJournaledState
{
    /// <summary>The last history row's sequence number; 0 for none.</summary>
    long HistorySeq { get; }

    /// <summary>Since when a flow over several grains is unfinished; null when none is.</summary>
    DateTimeOffset? PendingSince { get; }

    /// <summary>Whether a command began a flow that is unfinished, so that its answer is not known yet.</summary>
    bool IsPending(string command);
}
