namespace Tallydesk.Journal;

/// <summary>Takes away the notices that have been told.</summary>
public interface INoticeBox
{
    /// <summary>Removes a notice; one that is gone already is no error.</summary>
    Task CompleteAsync(string noticeId);
}

/// <summary>Draws ticket numbers.</summary>
public interface ITicketNumbers
{
    /// <summary>The next number: unique for ever, rising, gaps allowed.</summary>
    Task<long> NextAsync();
}
