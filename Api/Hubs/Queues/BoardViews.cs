using System.Text.Json;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Queues;

/// <summary>What engineers have chosen to see of the board, kept with their account.</summary>
internal sealed class BoardViews(Database database)
{
    private const int MostViews = 30;

    /// <summary>An engineer's views by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(string actor)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            "SELECT name AS Name, filter AS Filter FROM board_views WHERE actor = @actor ORDER BY name",
            new { actor }
        );
        return [.. rows.Select(row => new SavedView(row.Name, Read(row.Filter)))];
    }

    /// <summary>Adds a view, or replaces the one of its name.</summary>
    /// <returns>Why not, in a sentence; null when it is kept.</returns>
    public async Task<string?> KeepAsync(string actor, SavedView view)
    {
        if (view.Wrong() is { } wrong)
        {
            return wrong;
        }

        await using var connection = await database.OpenWriteAsync();
        var kept = await connection.ExecuteAsync(
            """
            INSERT INTO board_views (actor, name, filter)
            SELECT @actor, @Name, @filter
            WHERE (SELECT count(*) FROM board_views WHERE actor = @actor AND name <> @Name) < @most
            ON CONFLICT (actor, name) DO UPDATE SET filter = excluded.filter
            """,
            new
            {
                actor,
                view.Name,
                filter = JsonSerializer.Serialize(view.Filter, BoardJson.Default.BoardFilter),
                most = MostViews,
            }
        );
        return kept == 1 ? null : $"You can save up to {MostViews} views. Delete one first.";
    }

    /// <summary>Removes a view; nothing when there is none of that name.</summary>
    public async Task ForgetAsync(string actor, string name)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "DELETE FROM board_views WHERE actor = @actor AND name = @name",
            new { actor, name }
        );
    }

    // What another version kept and this one can't read shows everything.
    private static BoardFilter Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BoardJson.Default.BoardFilter) ?? BoardFilter.All;
        }
        catch (JsonException)
        {
            return BoardFilter.All;
        }
    }

    private sealed class Row
    {
        public required string Name { get; init; }
        public required string Filter { get; init; }
    }
}
