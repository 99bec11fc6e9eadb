using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Mail;
using Tallydesk.Sessions;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>
/// People in the database, for ASP.NET Core Identity and for the pages. A person, the keys they are found by, the row of the
/// audit, the mail that tells them and the end of their sessions and tokens are one transaction.
/// </summary>
public sealed partial class PersonStore(
    Database database,
    RightsLog log,
    Outbox outbox,
    TokenStore tokens,
    PersonRows rows,
    TimeProvider time
) : IUserStore<Person>
{
    private const string Columns = PersonRows.Columns;

    /// <summary>The giver no longer has the right that is given.</summary>
    public static IdentityError GiverEnded { get; } =
        new() { Code = nameof(GiverEnded), Description = "The person who granted this no longer has the right to." };

    /// <inheritdoc/>
    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        FindAsync("id = @key", new { key = userId });

    /// <inheritdoc/>
    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindAsync("email = @key", new { key = normalizedUserName });

    /// <summary>The person found by single sign-on or passkey; null if there is none.</summary>
    /// <param name="kind">login or passkey.</param>
    /// <param name="key">The key as <see cref="KeysOf"/> makes it.</param>
    public Task<Person?> FindByKeyAsync(string kind, string key) =>
        FindAsync("id = (SELECT person_id FROM person_keys WHERE kind = @kind AND key = @key)", new { kind, key });

    /// <summary>A page of people by rising id.</summary>
    /// <param name="after">People after this id; empty from the start.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Person>> ListAsync(string after, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var found = await connection.QueryAsync<PersonRow>(
            $"SELECT {Columns} FROM people WHERE id > @after ORDER BY id LIMIT @limit",
            new { after, limit }
        );
        return [.. found.Select(rows.ToPerson)];
    }

    /// <summary>Members of staff who are not disabled, by name.</summary>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Person>> ListStaffAsync(int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var found = await connection.QueryAsync<PersonRow>(
            $"""
            SELECT {Columns} FROM people WHERE role IN ('engineer', 'lead', 'admin') AND disabled_at IS NULL
            ORDER BY name, id LIMIT @limit
            """,
            new { limit }
        );
        return [.. found.Select(rows.ToPerson)];
    }

    /// <summary>How many admins can sign in, or will be able to once they have accepted.</summary>
    public async Task<long> CountAdminsAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM people WHERE role = @role AND disabled_at IS NULL",
            new { role = TokenStore.NameOf(Role.Admin) }
        );
    }

    /// <inheritdoc/>
    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) =>
        WriteAsync(
            user,
            """
            INSERT INTO people (id, email, name, role, customer_id, created_at, disabled_at, version, body, maker)
            VALUES (@Id, @Email, @Name, @Role, @CustomerId, @CreatedAt, @DisabledAt, 1, @Body, @Maker)
            ON CONFLICT DO NOTHING
            """
        );

    /// <inheritdoc/>
    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) =>
        WriteAsync(
            user,
            """
            UPDATE people SET email = @Email, name = @Name, role = @Role, customer_id = @CustomerId, disabled_at = @DisabledAt,
                version = version + 1, body = @Body, maker = @Maker
            WHERE id = @Id AND version = @Version
            """
        );

    /// <summary>People are disabled, never deleted: the history names them.</summary>
    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("People are disabled, never deleted.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // The database belongs to the process.
    }

    private async Task<Person?> FindAsync(string where, object parameters)
    {
        await using var connection = await database.OpenReadAsync();
        var row = await connection.QuerySingleOrDefaultAsync<PersonRow>(
            $"SELECT {Columns} FROM people WHERE {where}",
            parameters
        );
        return row is null ? null : rows.ToPerson(row);
    }

    private async Task<IdentityResult> WriteAsync(Person person, string sql)
    {
        var change = person.Because ?? new(Actor.Desk, "personChanged");
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (change.Giver is { } giver && !await GiverHold.HoldAsync(database, transaction, giver, person.Id))
        {
            return IdentityResult.Failed(GiverEnded);
        }

        var row = await connection.QuerySingleOrDefaultAsync<PersonRow>(
            $"SELECT {Columns} FROM people WHERE id = @Id",
            new { person.Id },
            transaction
        );
        var before = row is null ? null : rows.ToPerson(row);
        if (!await MayAcceptAsync(transaction, before, person))
        {
            return IdentityResult.Failed(GiverEnded);
        }

        if (await connection.ExecuteAsync(sql, rows.ToRow(person), transaction) == 0)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }

        await KeepKeysAsync(transaction, person);
        // Tokens before sessions, as where one token is revoked, and both before the audit's head, which all take last.
        if (change.EndsTokens)
        {
            await tokens.RevokeAllOfAsync(transaction, change.By, person.Id, time.GetUtcNow());
        }

        if (change.EndsSessions)
        {
            await SessionStore.EndAllOfAsync(database, transaction, person.Id, time.GetUtcNow());
        }

        await log.AppendAsync(
            transaction,
            new(
                change.By,
                change.Kind,
                person.Id,
                before is null ? null : StateJson.Write(PersonBody.Of(before)),
                StateJson.Write(PersonBody.Of(person))
            )
            {
                Command = change.Command,
                In = GuardedTable.People,
            }
        );
        if (change.Mail is { } mail)
        {
            await outbox.AddAsync(transaction, mail);
        }

        await transaction.CommitAsync();
        (person.Version, person.Because) = (person.Version + 1, null);
        outbox.Bell.Ring();
        return IdentityResult.Success;
    }

    /// <summary>Whether the write is not an acceptance, or the invitation grants no more than its sender can grant now.</summary>
    private async Task<bool> MayAcceptAsync(DbTransaction transaction, Person? before, Person person)
    {
        if (before is null || !person.HasAccepted || before.HasAccepted)
        {
            return true;
        }

        var behind = await GiverHold.BehindAsync(transaction.Connection!, transaction, person.Maker);
        return behind.All(giver => giver.Bound(person.Actor)?.Role == person.Role);
    }

    private static async Task KeepKeysAsync(DbTransaction transaction, Person person)
    {
        await transaction.Connection!.ExecuteAsync(
            "DELETE FROM person_keys WHERE person_id = @Id",
            new { person.Id },
            transaction
        );
        foreach (var (kind, key) in KeysOf(person))
        {
            await transaction.Connection!.ExecuteAsync(
                "INSERT INTO person_keys (kind, key, person_id) VALUES (@kind, @key, @Id)",
                new
                {
                    kind,
                    key,
                    person.Id,
                },
                transaction
            );
        }
    }

    private static IEnumerable<(string Kind, string Key)> KeysOf(Person person) =>
        person
            .Secrets.Logins.Select(login => (Login, KeyOf(login.Issuer, login.Subject)))
            .Concat(person.Secrets.Passkeys.Select(passkey => (Passkey, KeyOf(passkey.CredentialId))));
}
