using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Journal;
using Tallydesk.People;
using Tallydesk.Sessions;
using Tallydesk.Storage;

namespace Tallydesk.Identity;

/// <summary>What came of keeping a token.</summary>
public enum TokenAddition
{
    /// <summary>It is kept now.</summary>
    Added,

    /// <summary>One with its id is there.</summary>
    Known,

    /// <summary>What it was to be made with has ended.</summary>
    GiverEnded,
}

/// <summary>The tokens in the database.</summary>
public sealed class TokenStore(Database database, RightsLog log, IWebhooksOfTokens webhooks, InvitedPeople invited)
{
    private const string Columns =
        "id AS Id, hash AS Hash, name AS Name, role AS Role, customer_id AS CustomerId, "
        + "created_at AS CreatedAt, revoked_at AS RevokedAt, scopes AS Scopes, expires_at AS ExpiresAt, owner AS Owner, "
        + "last_used_at AS LastUsedAt, maker AS Maker";

    private const int MostMade = 100;

    /// <summary>The beginning of a statement over <c>made</c>: the ids of the token <c>@id</c> and of all that was made with it, and with that.</summary>
    public const string MadeWith = """
        WITH RECURSIVE made (id) AS (
            SELECT id FROM tokens WHERE id = @id
            UNION SELECT tokens.id FROM tokens JOIN made ON tokens.maker = made.id
        )
        """;

    /// <summary>The token with an id, also a revoked one; null when there is none.</summary>
    public async Task<Token?> FindAsync(string id)
    {
        await using var connection = await database.OpenReadAsync();
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE id = @id",
            new { id }
        );
        return row?.ToToken();
    }

    /// <summary>A page of the tokens by rising id, revoked ones included.</summary>
    /// <param name="after">Tokens after this id; empty from the start.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Token>> ListAsync(string after, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE id > @after ORDER BY id LIMIT @limit",
            new { after, limit }
        );
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>Staff tokens without an owner that are not revoked, by name.</summary>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Token>> ListStaffAsync(int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM tokens
            WHERE role IN ('engineer', 'lead', 'admin') AND revoked_at IS NULL AND owner IS NULL
            ORDER BY name, id LIMIT @limit
            """,
            new { limit }
        );
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>A page of a person's own tokens by ascending id, including revoked ones.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="after">Tokens after this id; empty from the start.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Token>> ListOfAsync(string owner, string after, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE owner = @owner AND id > @after ORDER BY id LIMIT @limit",
            new
            {
                owner,
                after,
                limit,
            }
        );
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>The tokens made with a token, and with those, oldest first; at most 100.</summary>
    private static async Task<ImmutableArray<Token>> ListMadeWithAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string id
    )
    {
        var rows = await connection.QueryAsync<Row>(
            $"""
            {MadeWith} SELECT {Columns} FROM tokens WHERE id IN (SELECT made.id FROM made) AND id <> @id
            ORDER BY created_at, id LIMIT {MostMade}
            """,
            new { id },
            transaction
        );
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>The names of what was made with each of some tokens, and with that, and holds; at most 1,000 in all.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> NamesMadeWithAsync(
        string[] ids,
        DateTimeOffset now
    )
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<(string Root, string Name)>(
            $"""
            WITH RECURSIVE made (root, id) AS (
                SELECT id, id FROM tokens WHERE {database.IsOneOf("id", "ids")}
                UNION SELECT made.root, tokens.id FROM tokens JOIN made ON tokens.maker = made.id
            )
            SELECT Root, Name FROM (
                SELECT made.root AS Root, t.name AS Name, t.created_at AS Since, t.id AS Id
                FROM made JOIN tokens AS t ON t.id = made.id WHERE made.root <> made.id AND t.revoked_at IS NULL
                UNION ALL SELECT made.root, w.name || ', a webhook', w.created_at, w.id
                FROM made JOIN webhooks AS w ON w.maker = made.id WHERE w.expires_at IS NULL OR w.expires_at > @now
                UNION ALL SELECT made.root, p.name || ', invited', p.created_at, p.id
                FROM made JOIN people AS p ON p.maker = made.id WHERE p.disabled_at IS NULL
            ) AS things
            ORDER BY Since, Id LIMIT 1000
            """,
            new { ids, now = now.ToUnixTimeMilliseconds() }
        );
        return rows.GroupBy(row => row.Root)
            .ToDictionary(
                made => made.Key,
                made => (IReadOnlyList<string>)[.. made.Select(row => row.Name)],
                StringComparer.Ordinal
            );
    }

    /// <summary>The names of valid tokens and webhooks that a person created for programs in their own sessions; at most 100.</summary>
    public async Task<IReadOnlyList<string>> NamesMadeByAsync(string person, DateTimeOffset now)
    {
        await using var connection = await database.OpenReadAsync();
        var names = await connection.QueryAsync<string>(
            """
            SELECT name FROM (
                SELECT name, created_at, id FROM tokens
                WHERE maker = @person AND owner IS NULL AND revoked_at IS NULL
                    AND (expires_at IS NULL OR expires_at > @now)
                UNION ALL SELECT name || ', a webhook', created_at, id FROM webhooks
                WHERE maker = @person AND (expires_at IS NULL OR expires_at > @now)
            ) AS things
            ORDER BY created_at, id LIMIT 100
            """,
            new { person, now = now.ToUnixTimeMilliseconds() }
        );
        return [.. names];
    }

    /// <summary>Writes down when tokens were last used, each in Unix milliseconds.</summary>
    public async Task NoteUsesAsync(IEnumerable<(string Id, long At)> uses)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            "UPDATE tokens SET last_used_at = @At WHERE id = @Id",
            // In one order everywhere, so that two gateways that note the same tokens don't block each other.
            uses.OrderBy(use => use.Id, StringComparer.Ordinal).Select(use => new { use.Id, use.At }),
            transaction
        );
        await transaction.CommitAsync();
    }

    /// <summary>Whether there is any token at all.</summary>
    public async Task<bool> AnyAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM tokens") > 0;
    }

    /// <summary>Whether there is a valid admin token that does not depend on this person, or on someone who is not an admin.</summary>
    /// <param name="person">The person who is about to lose the admin role.</param>
    public async Task<bool> AnyAdminBesideAsync(string person)
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>(
                """
                WITH RECURSIVE others (id) AS (
                    SELECT id FROM people WHERE id = @person OR role <> @role OR disabled_at IS NOT NULL
                ),
                bounded (id) AS (
                    SELECT id FROM tokens
                    WHERE owner IN (SELECT others.id FROM others) OR maker IN (SELECT others.id FROM others)
                    UNION SELECT tokens.id FROM tokens JOIN bounded ON tokens.maker = bounded.id
                )
                SELECT count(*) FROM tokens
                WHERE role = @role AND revoked_at IS NULL AND expires_at IS NULL AND owner IS NULL
                    AND id NOT IN (SELECT bounded.id FROM bounded)
                """,
                new { person, role = NameOf(Role.Admin) }
            ) > 0;
    }

    /// <summary>The people behind a token's maker, who bound it.</summary>
    public async Task<ImmutableArray<PersonBehind>> BehindAsync(Token token)
    {
        if (token.Maker is null)
        {
            return [];
        }

        await using var connection = await database.OpenReadAsync();
        return await GiverHold.BehindAsync(connection, transaction: null, token.Maker);
    }

    /// <summary>Keeps a token, unless one with its id is there or its giver has ended.</summary>
    /// <param name="by">Who makes it.</param>
    /// <param name="token">The token.</param>
    /// <param name="giver">The granter; null for Tallydesk itself.</param>
    public async Task<TokenAddition> AddAsync(Actor by, Token token, Giver? giver = null)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (giver is not null && !await GiverHold.HoldAsync(database, transaction, giver))
        {
            return TokenAddition.GiverEnded;
        }

        var added = await connection.ExecuteAsync(
            """
            INSERT INTO tokens (id, hash, name, role, customer_id, created_at, scopes, expires_at, owner, maker)
            VALUES (@Id, @Hash, @Name, @Role, @CustomerId, @CreatedAt, @Scopes, @ExpiresAt, @Owner, @Maker)
            ON CONFLICT (id) DO NOTHING
            """,
            new
            {
                token.Id,
                token.Hash,
                token.Name,
                Role = NameOf(token.Role),
                CustomerId = token.Customer?.Value,
                CreatedAt = token.CreatedAt.ToUnixTimeMilliseconds(),
                Scopes = token.Scopes is { } scopes ? string.Join(' ', scopes) : null,
                ExpiresAt = token.ExpiresAt?.ToUnixTimeMilliseconds(),
                token.Owner,
                token.Maker,
            },
            transaction
        );
        if (added == 0)
        {
            return TokenAddition.Known;
        }

        await log.AppendAsync(
            transaction,
            new(by, "tokenMade", token.Id, null, StateJson.Write(TokenBody.Of(token))) { In = GuardedTable.Tokens }
        );
        await transaction.CommitAsync();
        return TokenAddition.Added;
    }

    /// <summary>Revokes a token and what was made with it; those that were revoked before keep their instant.</summary>
    /// <param name="by">Who revokes.</param>
    /// <param name="id">The token.</param>
    /// <param name="keepsMade">Whether what was made with it stays.</param>
    /// <param name="now">The present.</param>
    /// <param name="command">The command, which is recorded also when nothing changes; null for a page, which is sent once.</param>
    /// <returns>The ids of those that are revoked now and were not before, and the token since; null when there is none.</returns>
    public async Task<(ImmutableArray<string> Revoked, TokenBody? After)> RevokeAsync(
        Actor by,
        string id,
        bool keepsMade,
        DateTimeOffset now,
        RecordedCommand? command
    )
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(transaction, [id]);
        var revoked = await EndAsync(transaction, id, keepsMade, now);
        if (await FindAsync(transaction, id) is not { } row)
        {
            return ([], null);
        }

        var others = keepsMade ? [] : await EndOthersAsync(transaction, by, id, now);
        var after = TokenBody.Of(
            new RevokedToken(
                row.ToToken(),
                await ListMadeWithAsync(connection, transaction, id),
                await webhooks.ListMadeWithAsync(transaction, id),
                await invited.ListAsync(transaction, id)
            )
        );
        foreach (var token in revoked)
        {
            var isNamed = token.Id == id;
            await RecordAsync(transaction, by, token, isNamed ? after : TokenBody.Of(token), isNamed ? command : null);
        }

        foreach (var change in others)
        {
            await log.AppendAsync(transaction, change);
        }

        if (command is not null && !revoked.Exists(token => token.Id == id))
        {
            var unchanged = StateJson.Write(after);
            await log.AppendAsync(
                transaction,
                new(by, NothingChanged.Kind, id, unchanged, unchanged) { Command = command }
            );
        }

        await transaction.CommitAsync();
        return ([.. revoked.Select(token => token.Id)], after);
    }

    /// <summary>Revokes all of a person's own tokens and everything created with them, within the transaction of the causing change.</summary>
    public async Task RevokeAllOfAsync(DbTransaction transaction, Actor by, string owner, DateTimeOffset now)
    {
        var own = await transaction.Connection!.QueryAsync<string>(
            "SELECT id FROM tokens WHERE owner = @owner AND revoked_at IS NULL ORDER BY id",
            new { owner },
            transaction
        );
        await LockAsync(transaction, [.. own]);
        var revoked = new List<Token>();
        var others = new List<RightsChange>();
        foreach (var id in own)
        {
            revoked.AddRange(await EndAsync(transaction, id, keepsMade: false, now));
            others.AddRange(await EndOthersAsync(transaction, by, id, now));
        }

        // The rows first, the audit's head last, as everybody does.
        foreach (var token in revoked)
        {
            await RecordAsync(transaction, by, token, TokenBody.Of(token), command: null);
        }

        foreach (var change in others)
        {
            await log.AppendAsync(transaction, change);
        }
    }

    /// <summary>Ends the webhooks and the open invitations made with a token, or with what was made with it.</summary>
    /// <returns>The changes, for the audit.</returns>
    private async Task<ImmutableArray<RightsChange>> EndOthersAsync(
        DbTransaction transaction,
        Actor by,
        string id,
        DateTimeOffset now
    ) =>
        [
            .. await webhooks.EndMadeWithAsync(transaction, by, id, now),
            .. await invited.EndOpenAsync(transaction, by, id, now),
        ];

    /// <summary>
    /// Locks tokens and what was made with them before they end, in the order of their ids as all do who write more than one,
    /// so that two of them don't meet in a deadlock.
    /// </summary>
    private async Task LockAsync(DbTransaction transaction, string[] ids) =>
        await transaction.Connection!.QueryAsync<string>(
            $"""
            WITH RECURSIVE made (id) AS (
                SELECT id FROM tokens WHERE {database.IsOneOf("id", "ids")}
                UNION SELECT tokens.id FROM tokens JOIN made ON tokens.maker = made.id
            )
            SELECT id FROM tokens WHERE id IN (SELECT made.id FROM made) ORDER BY id {database.Locked}
            """,
            new { ids },
            transaction
        );

    /// <summary>Ends a token, what was made with it and the sessions that these began.</summary>
    /// <returns>What had not ended before.</returns>
    private async Task<List<Token>> EndAsync(DbTransaction transaction, string id, bool keepsMade, DateTimeOffset now)
    {
        var ended = new List<Token>();
        IReadOnlyList<Row> rows;
        do
        {
            // Once more until nothing is left: what was made in between is seen by the next statement only.
            rows =
            [
                .. await transaction.Connection!.QueryAsync<Row>(
                    $"""
                    {MadeWith} UPDATE tokens SET revoked_at = @at
                    WHERE revoked_at IS NULL AND {(keepsMade ? "id = @id" : "id IN (SELECT made.id FROM made)")}
                    RETURNING {Columns}
                    """,
                    new { id, at = now.ToUnixTimeMilliseconds() },
                    transaction
                ),
            ];
            ended.AddRange(rows.Select(row => row.ToToken()).OrderBy(token => token.CreatedAt));
        } while (rows.Count > 0);

        await SessionStore.EndAllBegunByAsync(database, transaction, [.. ended.Select(token => token.Id)], now);
        return ended;
    }

    private Task RecordAsync(
        DbTransaction transaction,
        Actor by,
        Token token,
        TokenBody after,
        RecordedCommand? command
    ) =>
        log.AppendAsync(
            transaction,
            new(
                by,
                "tokenRevoked",
                token.Id,
                StateJson.Write(TokenBody.Of(token with { RevokedAt = null })),
                StateJson.Write(after)
            )
            {
                Command = command,
                In = GuardedTable.Tokens,
            }
        );

    private static Task<Row?> FindAsync(DbTransaction transaction, string id) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE id = @id",
            new { id },
            transaction
        );

    /// <summary>A role as it is stored and as programs see it: camelCase.</summary>
    public static string NameOf(Role role) => StoredNames.Of(role);

    private sealed class Row
    {
        public required string Id { get; init; }
        public required byte[] Hash { get; init; }
        public required string Name { get; init; }
        public required string Role { get; init; }
        public string? CustomerId { get; init; }
        public required long CreatedAt { get; init; }
        public long? RevokedAt { get; init; }
        public string? Scopes { get; init; }
        public long? ExpiresAt { get; init; }
        public string? Owner { get; init; }
        public string? Maker { get; init; }
        public long? LastUsedAt { get; init; }

        public Token ToToken() =>
            new(
                Id,
                Hash,
                Name,
                StoredNames.Read<Role>(Role),
                CustomerId is null ? null : new CustomerId(CustomerId),
                DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
                RevokedAt.ToInstant()
            )
            {
                Scopes = Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray(),
                ExpiresAt = ExpiresAt.ToInstant(),
                Owner = Owner,
                Maker = Maker,
                LastUsedAt = LastUsedAt.ToInstant(),
            };
    }
}
