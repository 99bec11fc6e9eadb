namespace Tallydesk.Journal;

/// <summary>Removes delivered notices.</summary>
public interface INoticeBox
{
    /// <summary>Removes a notice; it is not an error if it was already removed.</summary>
    Task CompleteAsync(string noticeId);
}

/// <summary>Draws ticket numbers.</summary>
public interface ITicketNumbers
{
    /// <summary>The next number: unique for ever, rising, gaps allowed.</summary>
    Task<long> NextAsync();
}
