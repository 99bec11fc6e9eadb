using Dapper;
using Tallydesk.Journal;

namespace Tallydesk.Storage;

/// <summary>The notices' table.</summary>
internal sealed class NoticeBox(Database database) : INoticeBox
{
    /// <inheritdoc/>
    public async Task CompleteAsync(string noticeId)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync("DELETE FROM notices WHERE id = @noticeId", new { noticeId });
    }
}
