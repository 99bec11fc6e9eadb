using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Mail;
using Tallydesk.People;
using Tallydesk.Sessions;
using Tallydesk.Storage;
using Tallydesk.Storage.Postgres;
using Tallydesk.Tests.Support;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>Two gateways on PostgreSQL that take from one table at once: no deadlock, nothing taken twice.</summary>
public sealed class TakersTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Rounds = 20;
    private const int Rows = 60;
    private Database database = null!;
    private RightsLog log = null!;

    public async Task InitializeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        // Whoever waits for another's rows waits as long as a slow machine takes; a deadlock is found within a second.
        var options = new StorageOptions
        {
            Connection = await server.CreateDatabaseAsync(),
            StatementTimeout = Eventually.Bound,
        };
        database = new PostgresDatabase(Options.Create(options), TimeProvider.System);
        await database.PrepareAsync(alone: false, default);
        log = new(database, TimeProvider.System);
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task Each_mail_is_taken_once()
    {
        var protection = new EphemeralDataProtectionProvider();
        Outbox[] gateways =
        [
            new(database, protection, TimeProvider.System),
            new(database, protection, TimeProvider.System),
            new(database, protection, TimeProvider.System),
        ];
        await using (var connection = await database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var n in Enumerable.Range(0, Rows))
            {
                await gateways[0].AddAsync(transaction, new($"mail-{n}", "a@test.example", "A", "Subject", "Text"));
            }

            await transaction.CommitAsync();
        }

        var taken = await Task.WhenAll(gateways.Select(TakeAllAsync));
        Assert.Equal(Rows, taken.SelectMany(ids => ids).Distinct().Count());
        Assert.Equal(Rows, taken.Sum(ids => ids.Count));

        static async Task<List<string>> TakeAllAsync(Outbox outbox)
        {
            List<string> ids = [];
            while ((await outbox.ViewAsync()).Waiting > 0)
            {
                foreach (var due in await outbox.TakeAsync(3))
                {
                    ids.Add(due.Id);
                    await outbox.CompleteAsync(due.Id);
                }
            }

            return ids;
        }
    }

    [Fact]
    public async Task A_mail_that_another_gateway_is_taking_is_passed_by()
    {
        var outbox = new Outbox(database, new EphemeralDataProtectionProvider(), TimeProvider.System);
        await using var connection = await database.OpenWriteAsync();
        foreach (var n in Enumerable.Range(1, 3))
        {
            await connection.ExecuteAsync(
                "INSERT INTO mails (id, created_at, due_at, attempts, body) VALUES (@id, @n, @n, 0, '')",
                new { id = $"mail-{n}", n = (long)n }
            );
        }

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("SELECT 1 FROM mails WHERE id = 'mail-1' FOR UPDATE", transaction: transaction);
        Assert.Equal(["mail-2", "mail-3"], (await outbox.TakeAsync(2)).Select(due => due.Id).Order());
    }

    [Fact]
    public async Task The_uses_of_tokens_are_noted_in_one_order()
    {
        var protection = new EphemeralDataProtectionProvider();
        var store = new TokenStore(database, log, new WebhookStore(database, log, protection), new(new(protection)));
        var ids = Enumerable.Range(0, Rows).Select(n => n.ToString("d4", CultureInfo.InvariantCulture)).ToList();
        await using (var connection = await database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                "INSERT INTO tokens (id, hash, name, role, created_at) VALUES (@id, '', 'n', 'admin', 0)",
                ids.Select(id => new { id })
            );
        }

        for (var round = 0; round < Rounds; round++)
        {
            var at = (long)round;
            await Task.WhenAll(
                store.NoteUsesAsync(ids.Select(id => (id, at))),
                store.NoteUsesAsync(ids.AsEnumerable().Reverse().Select(id => (id, at)))
            );
        }
    }

    /// <summary>What ends at once with the revocation of one of a person's tokens.</summary>
    public static TheoryData<string> Ends => ["password", "role", "uses", "maker"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Tokens_and_sessions_end_in_one_order(string by)
    {
        const int Made = 25;
        var protection = new EphemeralDataProtectionProvider();
        var rows = new PersonRows(protection);
        var tokens = new TokenStore(database, log, new WebhookStore(database, log, protection), new(rows));
        var people = new PersonStore(
            database,
            log,
            new Outbox(database, protection, TimeProvider.System),
            tokens,
            rows,
            TimeProvider.System
        );
        for (var round = 0; round < Rounds; round++)
        {
            var person = new Person
            {
                Id = $"usr-{round}",
                Email = $"p{round}@test.example",
                Name = "P",
                Role = Role.Admin,
                CreatedAt = default,
            };
            await people.CreateAsync(person, default);
            await using (var connection = await database.OpenWriteAsync())
            {
                // The ids rise and fall in turn, so that no plan reads them in their order by chance.
                await connection.ExecuteAsync(
                    """
                    INSERT INTO tokens (id, hash, name, role, created_at, owner, maker)
                    SELECT @Id || lpad(((n * 7) % 25)::text, 2, '0'), '', 'n', 'admin', 0, @Id,
                        CASE WHEN n > 0 THEN @Id || lpad((((n - 1) * 7) % 25)::text, 2, '0') END
                    FROM generate_series(0, 24) AS n
                    """,
                    new { person.Id }
                );
                await connection.ExecuteAsync(
                    """
                    INSERT INTO sessions (id, token_id, created_at, seen_at, ends_at, address, agent)
                    SELECT token || '-' || ((n * 3) % 5), token, 0, 0, 9999999999999, '', ''
                    FROM (SELECT id AS token FROM tokens WHERE owner = @Id ORDER BY id DESC) AS own,
                        generate_series(0, 4) AS n
                    """,
                    new { person.Id }
                );
            }

            string Token(int n) => $"{person.Id}{n * 7 % Made:d2}";
            var now = TimeProvider.System.GetUtcNow();
            person.Because = new(Actor.Desk, "changed") { EndsSessions = true, EndsTokens = by == "password" };
            await Task.WhenAll(
                tokens.RevokeAsync(Actor.Desk, Token(0), keepsMade: false, now, command: null),
                by switch
                {
                    "uses" => tokens.NoteUsesAsync(Enumerable.Range(0, Made).Select(n => (Token(n), 1L))),
                    "maker" => tokens.RevokeAsync(Actor.Desk, Token(5), keepsMade: false, now, command: null),
                    _ => people.UpdateAsync(person, default),
                }
            );
        }
    }

    [Fact]
    public async Task Sign_ins_at_once_clear_old_sessions_once()
    {
        var store = new SessionStore(database, log, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        await using (var connection = await database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                "INSERT INTO tokens (id, hash, name, role, created_at) VALUES ('t', '', 'n', 'admin', 0)"
            );
        }

        for (var round = 0; round < Rounds; round++)
        {
            await using (var connection = await database.OpenWriteAsync())
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO sessions (id, token_id, created_at, seen_at, ends_at, address, agent)
                    SELECT 'old-' || n, 't', 0, 0, n, '', '' FROM generate_series(1, 60) AS n
                    """
                );
            }

            var made = round;
            await Task.WhenAll(
                Enumerable
                    .Range(0, 3)
                    .Select(n =>
                        store.BeginAsync(
                            Actor.Desk,
                            new($"ses-{made}-{n}", null, "t", now, now, now.AddHours(1), null, "", "", false, now),
                            version: null,
                            "token",
                            former: null
                        )
                    )
            );
        }

        await using var reading = await database.OpenReadAsync();
        Assert.Equal(3 * Rounds, await reading.ExecuteScalarAsync<long>("SELECT count(*) FROM sessions"));
    }
}
