using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Attachments;
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
}
