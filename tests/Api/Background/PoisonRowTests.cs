using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Mail;
using Tallydesk.Storage;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>A row that can't be done does not hold up the next rows, and is given up at last.</summary>
public sealed class PoisonRowTests(DeskHost desk) : IClassFixture<DeskHost>
{
    private const int Page = 100;

    private Database Database => desk.Services.GetRequiredService<Database>();

    [Fact]
    public async Task A_mail_without_a_text_is_given_up_and_the_next_is_sent()
    {
        var outbox = desk.Services.GetRequiredService<Outbox>();
        await using (var connection = await Database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync(
                "INSERT INTO mails (id, created_at, due_at, attempts) VALUES ('poison', @now, 0, 0)",
                new { now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction
            );
            await outbox.AddAsync(transaction, new("next", "next@test.example", "N", "Next", "Text"));
            await transaction.CommitAsync();
        }

        outbox.Bell.Ring();
        Assert.Equal("Next", (await new Mailbox(desk).NewestAsync("next@test.example")).Subject);
    }

    [Fact]
    public async Task Files_that_cannot_be_removed_do_not_hold_up_the_next()
    {
        await using (var connection = await Database.OpenWriteAsync())
        {
            // Their license uses fewer bytes than they have, which no row may.
            await connection.ExecuteAsync("INSERT INTO attachment_usage (license, bytes) VALUES ('P', 0), ('N', 5)");
            await connection.ExecuteAsync(
                """
                INSERT INTO attachments (id, ticket, license, actor, place, name, type, size, sha256, created_at)
                VALUES (@id, 'tic-1', @license, 'a', @id, 'n', 't', 5, '', @at)
                """,
                Enumerable
                    .Range(0, Page)
                    .Select(n => new
                    {
                        id = $"poison-{n}",
                        license = "P",
                        at = n,
                    })
                    .Append(
                        new
                        {
                            id = "next",
                            license = "N",
                            at = Page,
                        }
                    )
            );
        }

        var sweep = desk.Services.GetRequiredService<AttachmentSweep>();
        await sweep.SweepAsync(default);
        await sweep.SweepAsync(default);
        await using var reading = await Database.OpenReadAsync();
        Assert.Equal(0, await reading.ExecuteScalarAsync<long>("SELECT count(*) FROM attachments WHERE id = 'next'"));
    }

    [Fact]
    public async Task A_delivery_without_a_body_gets_a_failure_and_waits_like_others()
    {
        var hook = (
            await desk.Admin.PostAsync(
                "/v1/webhooks",
                $$"""{"name":"n","url":"{{DeskHost.Nowhere}}","events":["ticket.opened"]}"""
            )
        ).Text("id");
        await using (var connection = await Database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO webhook_events (id, trail, subject, seq, at, type) VALUES ('evt-poison', 't', 's', 1, 1, 't')
                """
            );
            await connection.ExecuteAsync(
                """
                INSERT INTO webhook_deliveries (webhook, event, due_at, attempts) VALUES (@hook, 'evt-poison', 1, 0)
                """,
                new { hook }
            );
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                await using var reading = await Database.OpenReadAsync();
                return await reading.ExecuteScalarAsync<string>(
                    "SELECT failure FROM webhook_deliveries WHERE event = 'evt-poison'"
                )
                    is not null;
            },
            () => "The delivery has no failure"
        );
    }

    [Fact]
    public async Task A_use_of_a_token_that_cannot_be_noted_does_not_hold_up_the_others()
    {
        await using (var connection = await Database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                "INSERT INTO tokens (id, hash, name, role, created_at) VALUES (@id, @hash, 'n', 'engineer', 0)",
                (IEnumerable<object>)
                    [new { id = "poison", hash = "1"u8.ToArray() }, new { id = "next", hash = "2"u8.ToArray() }]
            );
            await connection.ExecuteAsync(
                """
                CREATE TRIGGER poison BEFORE UPDATE ON tokens WHEN NEW.id = 'poison'
                BEGIN SELECT RAISE(ABORT, 'poison'); END
                """
            );
        }

        var uses = desk.Services.GetRequiredService<TokenUses>();
        uses.Note("poison");
        uses.Note("next");
        uses.Bell.Ring();
        await CountsAsync(1, "SELECT count(*) FROM tokens WHERE id = 'next' AND last_used_at IS NOT NULL");
        await CountsAsync(1, "SELECT count(*) FROM failed_work WHERE kind = 'tokenUse' AND id LIKE 'poison %'");

        await using (var connection = await Database.OpenWriteAsync())
        {
            await connection.ExecuteAsync("DROP TRIGGER poison");
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                uses.Bell.Ring();
                return await CountAsync("SELECT count(*) FROM failed_work WHERE kind = 'tokenUse'") == 0;
            },
            () => "The use is still set aside"
        );
        Assert.Equal(
            1,
            await CountAsync("SELECT count(*) FROM tokens WHERE id = 'poison' AND last_used_at IS NOT NULL")
        );
    }

    [Fact]
    public async Task Notices_that_nobody_can_be_told_are_all_set_aside_whatever_their_number()
    {
        const int More = 300;
        await using (var connection = await Database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                "INSERT INTO notices (id, kind, target, body) VALUES (@id, 'unknown', 'tic-x', '{}')",
                Enumerable.Range(0, More).Select(n => new { id = $"notice-{n}" })
            );
        }

        await CountsAsync(More, "SELECT count(*) FROM failed_work WHERE kind = 'notice' AND due_at IS NOT NULL");
    }

    private Task CountsAsync(long count, string sql) =>
        Eventually.HoldsAsync(async () => await CountAsync(sql) == count, () => $"Not {count}: {sql}");

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await Database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
