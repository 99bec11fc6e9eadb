using System.Collections.Immutable;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>Counts how many tickets in the queue and taken chats people have.</summary>
public sealed class OpenWork(Database database)
{
    /// <summary>The counts of some people by their id; people without open work are left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(ImmutableArray<string> people)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT assignee AS Assignee, COUNT(*) AS Held FROM cards
            WHERE assignee IS NOT NULL AND (desk IS NOT NULL OR status = 'taken')
                AND {database.IsOneOf("assignee", "people")}
            GROUP BY assignee
            """,
            new { people = people.ToArray() }
        );
        return rows.ToDictionary(row => row.Assignee, row => row.Held, StringComparer.Ordinal);
    }

    private sealed class Row
    {
        public required string Assignee { get; init; }
        public required long Held { get; init; }
    }
}
