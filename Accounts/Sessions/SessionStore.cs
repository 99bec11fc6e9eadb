using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Sessions;

/// <summary>The sessions in the database. Those that ended are kept for a while, so that people see them in the audit.</summary>
public sealed class SessionStore(Database database, RightsLog log, TimeProvider time)
{
    private const string Columns =
        "id AS Id, person_id AS Person, token_id AS Token, created_at AS CreatedAt, seen_at AS SeenAt, "
        + "ends_at AS EndsAt, ended_at AS EndedAt, address AS Address, agent AS Agent, is_strong AS IsStrong, "
        + "proved_at AS ProvedAt";

    // Of a person or token: begun by themselves, or by one of their own tokens.
    private const string OfSomebody =
        "(person_id = @person OR token_id = @person OR token_id IN (SELECT id FROM tokens WHERE owner = @person))";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The session of an id, also an ended one; null when there is none.</summary>
    public async Task<Session?> FindAsync(string id)
    {
        await using var connection = await database.OpenReadAsync();
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM sessions WHERE id = @id",
            new { id }
        );
        return row?.ToSession();
    }

    /// <summary>A person's sessions that hold, those of their tokens included, newest first; at most 100.</summary>
    public async Task<ImmutableArray<Session>> OpenOfAsync(string person)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM sessions WHERE {OfSomebody} AND ended_at IS NULL AND ends_at > @now
            ORDER BY created_at DESC LIMIT 100
            """,
            new { person, now = Now.ToUnixTimeMilliseconds() }
        );
        return [.. rows.Select(row => row.ToSession())];
    }

    /// <summary>
    /// Saves a new session and deletes old ones, unless the person or token was changed, disabled or revoked since
    /// they were read: the proof is no longer valid.
    /// </summary>
    /// <param name="by">Who signed in.</param>
    /// <param name="session">The session.</param>
    /// <param name="version">The version of the person who was read; null for a token's session.</param>
    /// <param name="factors">By what, such as <c>password, code</c>.</param>
    /// <param name="former">The session that the same browser had, which ends; null for none.</param>
    /// <returns>Whether it began.</returns>
    public async Task<bool> BeginAsync(Actor by, Session session, long? version, string factors, string? former)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (!await StillHoldsAsync(transaction, session, version))
        {
            return false;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO sessions (id, person_id, token_id, created_at, seen_at, ends_at, address, agent, is_strong)
            VALUES (@Id, @Person, @Token, @now, @now, @ends, @Address, @Agent, @IsStrong)
            """,
            new
            {
                session.Id,
                session.Person,
                session.Token,
                now = session.CreatedAt.ToUnixTimeMilliseconds(),
                ends = session.EndsAt.ToUnixTimeMilliseconds(),
                session.Address,
                session.Agent,
                session.IsStrong,
            },
            transaction
        );
        if (former is not null)
        {
            await EndAsync(transaction, by, former);
        }

        await connection.ExecuteAsync(
            $"""
            WITH old AS MATERIALIZED (
                SELECT id FROM sessions WHERE ends_at < @before ORDER BY id {database.SkipLocked}
            )
            DELETE FROM sessions WHERE id IN (SELECT id FROM old)
            """,
            new { before = (Now - Kept).ToUnixTimeMilliseconds() },
            transaction
        );
        await log.AppendAsync(
            transaction,
            new(
                by,
                "signedIn",
                by.Id,
                null,
                StateJson.Write(
                    new
                    {
                        session.Id,
                        session.Agent,
                        factors,
                    }
                )
            )
            {
                In = GuardedTable.Sessions,
                RowId = session.Id,
            }
        );
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Whether who signed in is as they were read. Their row is held, so that what ends all sessions finds this one too.</summary>
    private async Task<bool> StillHoldsAsync(DbTransaction transaction, Session session, long? version)
    {
        var sql = session.Person is null
            ? "SELECT id FROM tokens WHERE id = @Token AND revoked_at IS NULL"
            : "SELECT id FROM people WHERE id = @Person AND version = @version AND disabled_at IS NULL";
        var found = await transaction.Connection!.QueryAsync<string>(
            $"{sql} {database.Locked}",
            new
            {
                session.Token,
                session.Person,
                version,
            },
            transaction
        );
        return found.Any();
    }

    /// <summary>Ends a session; one that had ended keeps its instant.</summary>
    public async Task EndAsync(Actor by, string id)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await EndAsync(transaction, by, id);
        await transaction.CommitAsync();
    }

    private async Task EndAsync(DbTransaction transaction, Actor by, string id)
    {
        var ended = await transaction.Connection!.ExecuteAsync(
            "UPDATE sessions SET ended_at = @now WHERE id = @id AND ended_at IS NULL",
            new { id, now = Now.ToUnixTimeMilliseconds() },
            transaction
        );
        if (ended == 1)
        {
            await log.AppendAsync(transaction, new(by, "sessionEnded", by.Id, StateJson.Write(new { id }), null));
        }
    }

    /// <summary>The person has authenticated in a session.</summary>
    public async Task NoteProofAsync(string id)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "UPDATE sessions SET proved_at = @now WHERE id = @id AND ended_at IS NULL",
            new { id, now = Now.ToUnixTimeMilliseconds() }
        );
    }

    /// <summary>The session was used: it lasts on from now, but never beyond its longest time.</summary>
    public async Task TouchAsync(Session session)
    {
        var now = Now;
        var ends = now + Session.Idle;
        var last = session.CreatedAt + Session.Longest;
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "UPDATE sessions SET seen_at = @now, ends_at = @ends WHERE id = @Id AND ended_at IS NULL",
            new
            {
                session.Id,
                now = now.ToUnixTimeMilliseconds(),
                ends = (ends < last ? ends : last).ToUnixTimeMilliseconds(),
            }
        );
    }

    /// <summary>Ends all sessions of a person, those of their tokens included, within the transaction that gives the cause.</summary>
    public static Task EndAllOfAsync(Database database, DbTransaction transaction, string person, DateTimeOffset now) =>
        EndAllAsync(database, transaction, OfSomebody, new { person, now = now.ToUnixTimeMilliseconds() });

    /// <summary>Ends all sessions that some tokens began, within the transaction that gives the cause.</summary>
    public static Task EndAllBegunByAsync(
        Database database,
        DbTransaction transaction,
        string[] tokens,
        DateTimeOffset now
    ) =>
        EndAllAsync(
            database,
            transaction,
            database.IsOneOf("token_id", "tokens"),
            new { tokens, now = now.ToUnixTimeMilliseconds() }
        );

    /// <summary>Ends sessions in the order of their ids, and after the rows of people and tokens, as all do who end more than one.</summary>
    private static async Task EndAllAsync(
        Database database,
        DbTransaction transaction,
        string which,
        object parameters
    ) =>
        await transaction.Connection!.ExecuteAsync(
            $"""
            WITH ending AS MATERIALIZED (
                SELECT id FROM sessions WHERE {which} AND ended_at IS NULL ORDER BY id {database.Locked}
            )
            UPDATE sessions SET ended_at = @now WHERE id IN (SELECT ending.id FROM ending) AND ended_at IS NULL
            """,
            parameters,
            transaction
        );

    private DateTimeOffset Now => time.GetUtcNow();

    private sealed class Row
    {
        public required string Id { get; init; }
        public string? Person { get; init; }
        public string? Token { get; init; }
        public required long CreatedAt { get; init; }
        public required long SeenAt { get; init; }
        public required long EndsAt { get; init; }
        public long? EndedAt { get; init; }
        public required string Address { get; init; }
        public required string Agent { get; init; }
        public required bool IsStrong { get; init; }
        public long? ProvedAt { get; init; }

        public Session ToSession() =>
            new(
                Id,
                Person,
                Token,
                DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
                DateTimeOffset.FromUnixTimeMilliseconds(SeenAt),
                DateTimeOffset.FromUnixTimeMilliseconds(EndsAt),
                EndedAt.ToInstant(),
                Address,
                Agent,
                IsStrong,
                DateTimeOffset.FromUnixTimeMilliseconds(ProvedAt ?? CreatedAt)
            );
    }
}
