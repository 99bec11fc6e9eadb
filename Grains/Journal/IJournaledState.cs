namespace Tallydesk.Journal;

/// <summary>What the journal needs to know of a state.</summary>
internal interface IJournaledState
{
    /// <summary>Since when a flow over several grains is unfinished; null when none is.</summary>
    DateTimeOffset? PendingSince { get; }

    /// <summary>Whether a command began a flow that is unfinished, so that its answer is not known yet.</summary>
    bool IsPending(string command);
}

/// <summary>What every state keeps of its grain's rows.</summary>
public abstract record JournaledState
{
    /// <summary>The last history row's sequence number; 0 for none.</summary>
    public long HistorySeq { get; init; }

    /// <summary>How many commits only recorded a command that changed nothing; the version that is shown leaves them out.</summary>
    public int Unchanged { get; init; }

    /// <summary>The last links of the grain's rows; null while there are none.</summary>
    public AuditLinks? Audit { get; init; }
}
