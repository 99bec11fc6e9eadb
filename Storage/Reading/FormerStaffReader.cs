using System.Collections.Immutable;
using Dapper;
using Tallydesk.Staff;

namespace Tallydesk.Storage.Reading;

/// <summary>Reads from people, tokens and cards who has left and what they still have.</summary>
internal sealed class FormerStaffReader(Database database, TimeProvider time) : IFormerStaff
{
    private const string People = "disabled_at IS NOT NULL OR role NOT IN ('engineer', 'lead', 'admin')";
    private const string Tokens = "revoked_at IS NOT NULL OR expires_at <= @now";

    /// <inheritdoc/>
    public async Task<bool> IncludesAsync(string actorId)
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>(
                $"""
                SELECT COUNT(*) FROM (
                    SELECT id FROM people WHERE id = @actorId AND ({People})
                    UNION ALL
                    SELECT id FROM tokens WHERE id = @actorId AND ({Tokens})
                ) AS former
                """,
                new { actorId, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
            ) > 0;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<HeldWork>> ReadHeldAsync(int limit)
    {
        // The condition on cards stands here as in the index cards_held, which leaves out all that is over.
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<HeldWork>(
            $"""
            SELECT grain_key AS GrainKey, assignee AS Assignee FROM cards
            WHERE assignee IS NOT NULL AND (desk IS NOT NULL OR status = 'taken') AND assignee IN (
                SELECT id FROM people WHERE {People}
                UNION ALL
                SELECT id FROM tokens WHERE {Tokens}
            )
            ORDER BY grain_key LIMIT @limit
            """,
            new { limit, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
        );
        return [.. rows];
    }
}
