namespace Tallydesk.Journal;

/// <summary>Takes away the notices that have been told.</summary>
internal interface INoticeBox
{
    /// <summary>Removes a notice; one that is gone already is no error.</summary>
    Task CompleteAsync(string noticeId);
}

/// <summary>Draws ticket numbers.</summary>
internal interface ITicketNumbers
{
    /// <summary>The next number: unique for ever, rising, gaps allowed.</summary>
    Task<long> NextAsync();
}
