using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Mail;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Mail;

/// <summary>Mails that can't be sent.</summary>
public sealed class MailDeliveryTests
{
    [Fact]
    public async Task A_mail_that_cannot_be_decrypted_is_given_up_and_shown_and_the_others_are_sent()
    {
        var desk = await DeskHost.StartAsync(DeskHost.Unlimited);
        try
        {
            var outbox = desk.Services.GetRequiredService<Outbox>();
            await using (var connection = await desk.Services.GetRequiredService<Database>().OpenWriteAsync())
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await connection.ExecuteAsync(
                    "INSERT INTO mails (id, created_at, due_at, attempts, body) VALUES ('broken', @at, 0, 0, 'CfDJ8no')",
                    new { at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() },
                    transaction
                );
                await outbox.AddAsync(transaction, new("whole", "whole@test.example", "W", "Subject", "Text"));
                await transaction.CommitAsync();
            }

            outbox.Bell.Ring();
            Assert.Equal("Subject", (await new Mailbox(desk).NewestAsync("whole@test.example")).Subject);
            OutboxView? view = null;
            await Eventually.HoldsAsync(
                async () => (view = await outbox.ViewAsync()).Waiting == 0,
                () => $"The outbox is {view}"
            );
            Assert.Equal(new OutboxView(0, 1, "The email can't be decrypted."), view);

            using var browser = new PageBrowser(desk.Address);
            await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
            Assert.Contains("1 failed", (await browser.GetAsync("/system")).Html, StringComparison.Ordinal);
        }
        finally
        {
            await desk.DisposeAsync();
        }
    }
}
