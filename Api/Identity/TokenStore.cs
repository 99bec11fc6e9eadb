using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Identity;

/// <summary>The tokens in the database.</summary>
internal sealed class TokenStore(Database database, RightsLog log)
{
    private const string Columns =
        "id AS Id, hash AS Hash, name AS Name, role AS Role, customer_id AS CustomerId, "
        + "created_at AS CreatedAt, revoked_at AS RevokedAt, scopes AS Scopes, expires_at AS ExpiresAt, owner AS Owner, "
        + "last_used_at AS LastUsedAt";

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
    /// <param name="limit">At most so many.</param>
    public async Task<ImmutableArray<Token>> ListAsync(string after, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE id > @after ORDER BY id LIMIT @limit",
            new { after, limit }
        );
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <summary>Tokens of members of staff that are not revoked and nobody's own, by name.</summary>
    /// <param name="limit">At most so many.</param>
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

    /// <summary>A page of somebody's own tokens by rising id, revoked ones included.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="after">Tokens after this id; empty from the start.</param>
    /// <param name="limit">At most so many.</param>
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

    /// <summary>Whether any admin's token still holds.</summary>
    public async Task<bool> AnyAdminAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM tokens WHERE role = @role AND revoked_at IS NULL AND expires_at IS NULL AND owner IS NULL",
                new { role = NameOf(Role.Admin) }
            ) > 0;
    }

    /// <summary>Keeps a token, unless one with its id is there.</summary>
    /// <param name="by">Who makes it.</param>
    /// <param name="token">The token.</param>
    /// <returns>Whether it is kept now.</returns>
    public async Task<bool> AddAsync(Actor by, Token token)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var added = await connection.ExecuteAsync(
            """
            INSERT INTO tokens (id, hash, name, role, customer_id, created_at, scopes, expires_at, owner)
            VALUES (@Id, @Hash, @Name, @Role, @CustomerId, @CreatedAt, @Scopes, @ExpiresAt, @Owner)
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
            },
            transaction
        );
        if (added == 1)
        {
            await log.AppendAsync(
                transaction,
                new(by, "tokenMade", token.Id, null, StateJson.Write(TokenBody.Of(token))) { In = GuardedTable.Tokens }
            );
            await transaction.CommitAsync();
        }

        return added == 1;
    }

    /// <summary>Revokes a token; one that was revoked before keeps its instant.</summary>
    /// <param name="by">Who revokes it.</param>
    /// <param name="id">The token.</param>
    /// <param name="now">The instant.</param>
    /// <param name="command">The command, which is recorded also when nothing changes; null for a page, which is sent once.</param>
    /// <returns>The token since; null when there is none.</returns>
    public async Task<TokenBody?> RevokeAsync(Actor by, string id, DateTimeOffset now, RecordedCommand? command)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"UPDATE tokens SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL RETURNING {Columns}",
            new { id, at = now.ToUnixTimeMilliseconds() },
            transaction
        );
        var after = (row ?? await FindAsync(transaction, id))?.ToToken() is { } token ? TokenBody.Of(token) : null;
        if (after is not null && (row is not null || command is not null))
        {
            var before = row is null ? after : after with { RevokedAt = null };
            await log.AppendAsync(
                transaction,
                new(
                    by,
                    row is null ? NothingChanged.Kind : "tokenRevoked",
                    id,
                    StateJson.Write(before),
                    StateJson.Write(after)
                )
                {
                    Command = command,
                    In = row is null ? null : GuardedTable.Tokens,
                }
            );
            await transaction.CommitAsync();
        }

        return after;
    }

    private static Task<Row?> FindAsync(DbTransaction transaction, string id) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM tokens WHERE id = @id",
            new { id },
            transaction
        );

    /// <summary>A role as it is stored and as programs see it: camelCase.</summary>
    public static string NameOf(Role role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

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
        public long? LastUsedAt { get; init; }

        public Token ToToken() =>
            new(
                Id,
                Hash,
                Name,
                Enum.Parse<Role>(Role, ignoreCase: true),
                CustomerId is null ? null : new CustomerId(CustomerId),
                DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
                RevokedAt.ToInstant()
            )
            {
                Scopes = Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray(),
                ExpiresAt = ExpiresAt.ToInstant(),
                Owner = Owner,
                LastUsedAt = LastUsedAt.ToInstant(),
            };
    }
}
