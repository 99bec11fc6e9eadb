using Tallydesk.Background;

namespace Tallydesk.Journal;

/// <summary>What every journaled grain works with.</summary>
internal sealed record JournalServices(
    IJournal Journal,
    IJournalReader Reader,
    Orleans.Storage.IGrainStorage States,
    TimeProvider Time,
    Outgoing<Notice> Notices
);
