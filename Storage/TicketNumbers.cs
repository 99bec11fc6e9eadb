using Dapper;
using Tallydesk.Journal;

namespace Tallydesk.Storage;

/// <summary>The database's counter of tickets.</summary>
internal sealed class TicketNumbers(Database database) : ITicketNumbers
{
    /// <inheritdoc/>
    public async Task<long> NextAsync()
    {
        await using var connection = await database.OpenWriteAsync();
        return await connection.ExecuteScalarAsync<long>(database.DrawTicketNumber);
    }
}
