using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>Admins see dead items of background work, retry them and discard them.</summary>
public sealed class FailedWorkTests(DeskHost desk) : IClassFixture<DeskHost>
{
    private const string Path = "/v1/failed-work";

    /// <summary>Dead items: the kind, the id, how one is made, and the SQL that tells whether it is due again.</summary>
    // csharpier-ignore
    public static TheoryData<string, string, string, string> Dead => new()
    {
        { "fileBytes", "bytes-1", "INSERT INTO failed_work (kind, id, attempts, failed_at, failure) VALUES ('fileBytes', 'bytes-1', 300, 5, 'IOException')", "SELECT due_at FROM failed_work WHERE id = 'bytes-1'" },
        { "mail", "mail-1", "INSERT INTO mails (id, created_at, attempts, body, failure) VALUES ('mail-1', 4102444800000, 12, 'x', 'IOException')", "SELECT attempts = 0 OR failed_at IS NOT NULL FROM mails WHERE id = 'mail-1'" },
        { "webhookDelivery", "77", "INSERT INTO webhook_deliveries (place, webhook, event, attempts, tried_at, failure) VALUES (77, 'hook-1', 'evt-1', 12, 5, 'IOException')", "SELECT due_at FROM webhook_deliveries WHERE place = 77" },
    };

    [Theory]
    [MemberData(nameof(Dead))]
    public async Task A_dead_item_is_listed_retried_and_discarded_and_both_are_in_the_audit(
        string kind,
        string id,
        string make,
        string due
    )
    {
        await ExecuteAsync(
            """
            INSERT INTO webhooks (id, name, url, events, secret, created_at, since, paused_at)
            VALUES ('hook-1', 'n', 'http://127.0.0.1:9/', 'ticket.opened', '', 1, 1, 1) ON CONFLICT DO NOTHING
            """
        );
        await ExecuteAsync(
            """
            INSERT INTO webhook_events (id, trail, subject, seq, at, type, body)
            VALUES ('evt-1', 't', 's', 1, 4102444800000, 't', '{}') ON CONFLICT DO NOTHING
            """
        );
        await ExecuteAsync(make);
        var chosen = $$"""{"kind":"{{kind}}","id":"{{id}}"}""";
        Assert.Contains(chosen[..^1], (await ListAsync()), StringComparison.Ordinal);

        var retried = (await desk.Admin.PostAsync($"{Path}/retries", chosen)).Must(HttpStatusCode.OK);
        Assert.Equal("IOException", retried.Text("failure"));
        Assert.NotNull(await ScalarAsync(due));

        // As if it had failed to the end again.
        await ExecuteAsync(Kill(kind));
        (await desk.Admin.PostAsync($"{Path}/discards", chosen)).Must(HttpStatusCode.OK);
        Assert.DoesNotContain(chosen[..^1], (await ListAsync()), StringComparison.Ordinal);
        (await desk.Admin.PostAsync($"{Path}/discards", chosen)).Must(HttpStatusCode.NotFound);

        var audit = (await desk.Admin.GetAsync($"/v1/audit?trail=rights&subject={kind}%20{id}")).Must(
            HttpStatusCode.OK
        );
        Assert.Equal(
            ["failedWorkRetried", "failedWorkDiscarded"],
            audit.Json.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("kind").GetString())
        );
    }

    [Fact]
    public async Task A_repeat_with_its_key_gets_the_first_answer()
    {
        await ExecuteAsync(
            "INSERT INTO failed_work (kind, id, attempts, failed_at, failure) VALUES ('fileBytes', 'twice', 300, 5, 'E')"
        );
        const string Chosen = """{"kind":"fileBytes","id":"twice"}""";
        var first = await desk.Admin.SendAsync(HttpMethod.Post, $"{Path}/discards", Chosen, "key-of-discard");
        var again = await desk.Admin.SendAsync(HttpMethod.Post, $"{Path}/discards", Chosen, "key-of-discard");
        Assert.Equal(first.Must(HttpStatusCode.OK).Body, again.Must(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task The_system_page_shows_loops_and_dead_items_and_its_buttons_work_without_script()
    {
        await ExecuteAsync(
            "INSERT INTO failed_work (kind, id, attempts, failed_at, failure) VALUES ('fileBytes', 'shown', 300, 5, 'E')"
        );
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        var before = (await browser.GetAsync("/system")).Html;
        Assert.Contains("<td>audit anchors</td>", before, StringComparison.Ordinal);
        Assert.Contains("<code>shown</code>", before, StringComparison.Ordinal);
        await browser.SubmitAsync("/system", "/system/failed-work/discard", ("kind", "fileBytes"), ("id", "shown"));
        Assert.DoesNotContain("<code>shown</code>", (await browser.GetAsync("/system")).Html, StringComparison.Ordinal);
    }

    private static string Kill(string kind) =>
        kind switch
        {
            "mail" => "UPDATE mails SET due_at = NULL, sent_at = NULL WHERE id = 'mail-1'",
            "fileBytes" => "UPDATE failed_work SET due_at = NULL WHERE id = 'bytes-1'",
            _ => "UPDATE webhook_deliveries SET due_at = NULL WHERE place = 77",
        };

    private async Task<string> ListAsync() => (await desk.Admin.GetAsync(Path)).Must(HttpStatusCode.OK).Body;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await desk.Services.GetRequiredService<Database>().OpenWriteAsync();
        await connection.ExecuteAsync(sql);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await desk.Services.GetRequiredService<Database>().OpenReadAsync();
        return await connection.ExecuteScalarAsync(sql);
    }
}
