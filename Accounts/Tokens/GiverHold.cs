using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Identity;

/// <summary>
/// Asks in the transaction that gives a right whether its giver still holds. What ends the giver at the same time comes
/// before, and then nothing is given, or it waits and finds what was given.
/// </summary>
public static class GiverHold
{
    /// <summary>
    /// Holds the rows of a giver until the transaction ends, in the order in which they are written everywhere: people,
    /// tokens, sessions.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="transaction">The transaction that gives something.</param>
    /// <param name="giver">Who assigns it.</param>
    /// <param name="taker">The person to whom it is given; null for a token.</param>
    /// <returns>Whether the giver still holds.</returns>
    public static async Task<bool> HoldAsync(
        Database database,
        DbTransaction transaction,
        Giver giver,
        string? taker = null
    )
    {
        var connection = transaction.Connection!;
        // Lock both people, in id order, because two admins may change each other.
        var people = await connection.QueryAsync<(string Id, long? DisabledAt)>(
            $"""
            SELECT id AS Id, disabled_at AS DisabledAt FROM people WHERE id = @Id OR id = @taker
            ORDER BY id {database.Locked}
            """,
            new { giver.Id, taker },
            transaction
        );
        if (people.Any(person => person.Id == giver.Id && person.DisabledAt is not null))
        {
            return false;
        }

        var tokens = await connection.QueryAsync<long?>(
            $"SELECT revoked_at FROM tokens WHERE id = @Id {database.Locked}",
            new { giver.Id },
            transaction
        );
        if (tokens.Any(revoked => revoked is not null))
        {
            return false;
        }

        var sessions = await connection.QueryAsync<long?>(
            $"SELECT ended_at FROM sessions WHERE id = @Session {database.Locked}",
            new { giver.Session },
            transaction
        );
        return giver.Session is null || (sessions.ToList() is [var ended] && ended is null);
    }

    /// <summary>The people behind a giver: behind a token who made it, with what they made it, and whose own that is.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="transaction">Its transaction; null for none.</param>
    /// <param name="giver">A token or person; null for none.</param>
    public static async Task<ImmutableArray<PersonBehind>> BehindAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string? giver
    )
    {
        if (giver is null)
        {
            return [];
        }

        var rows = await connection.QueryAsync<(string Role, long? DisabledAt, long Owns)>(
            """
            WITH RECURSIVE givers (id, maker, owner) AS (
                SELECT id, maker, owner FROM tokens WHERE id = @giver
                UNION SELECT tokens.id, tokens.maker, tokens.owner FROM tokens JOIN givers ON tokens.id = givers.maker
            )
            SELECT role AS Role, disabled_at AS DisabledAt,
                CAST(CASE WHEN id IN (SELECT owner FROM givers WHERE owner IS NOT NULL) THEN 1 ELSE 0 END AS bigint) AS Owns
            FROM people
            WHERE id = @giver OR id IN (SELECT owner FROM givers WHERE owner IS NOT NULL)
                OR id IN (SELECT maker FROM givers WHERE maker IS NOT NULL)
            """,
            new { giver },
            transaction
        );
        return
        [
            .. rows.Select(row => new PersonBehind(
                StoredNames.Read<Role>(row.Role),
                row.DisabledAt is not null,
                row.Owns == 1
            )),
        ];
    }
}

/// <summary>The person behind a token or invitation, which grants no more staff rights than they currently have.</summary>
/// <param name="Role">Their role now.</param>
/// <param name="IsDisabled">Whether they can't sign in, so that no token for staff that they made works as long.</param>
/// <param name="Owns">Whether it was made with a token of their own, so that it ends with their rights.</param>
public readonly record struct PersonBehind(Role Role, bool IsDisabled, bool Owns)
{
    /// <summary>
    /// An actor with no more rights than this person can give; null when that is none. What an admin made in a session for
    /// customers and for the vendor's programs stays, since it is not the admin who uses it.
    /// </summary>
    public Actor? Bound(Actor actor) =>
        actor.IsStaff && IsDisabled ? null
        : actor.IsStaff ? actor with { Role = actor.Role < Role ? actor.Role : Role }
        : actor.Role == Role.System && Owns && Role != Role.Admin ? null
        : actor;
}
