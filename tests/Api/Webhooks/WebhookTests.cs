using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Webhooks;

/// <summary>Webhooks as their receivers and admins see them. Each test has a webhook of its own, removed at its end.</summary>
public sealed class WebhookTests(HookedDesk hooked) : IClassFixture<HookedDesk>, IAsyncLifetime
{
    private const int Many = 150;

    // Pages of 4, 8, 16 and 32 arrive; the next one is longer than what is sent at once.
    private const int Failing = 62;
    private readonly List<string> made = [];

    private DeskHost Desk => hooked.Desk;

    private Receiver Receiver => hooked.Receiver;

    public Task InitializeAsync()
    {
        Receiver.Answer = response => response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var id in made)
        {
            await Desk.Admin.PostAsync($"/v1/webhooks/{id}/removal");
        }
    }

    [Fact]
    public async Task What_happens_is_told_once_signed_and_without_what_people_wrote()
    {
        var hook = await HookAsync([.. EventType.All.Select(type => type.Name)]);
        var secrets = new WebhookSecrets(hook.Text("secret"));
        var world = await World.CreateAsync(Desk);
        var ticket = await world.OpenAsync();
        await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"a-note","internal":true}""");
        await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"an-answer"}""");
        await world.AssessAsync(ticket, "question");
        await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/resolution",
            """{"outcome":"solved","note":"solved-so"}"""
        );

        string[] expected =
        [
            "credits.charged",
            "credits.granted",
            "customer.created",
            "license.registered",
            "ticket.agreed",
            "ticket.opened",
            "ticket.replied",
            "ticket.resolved",
        ];
        var told = await Receiver.AwaitAsync(
            messages => expected.All(type => Of(world, messages).Any(one => TypeOf(one) == type)),
            () => $"Only {string.Join(", ", Of(world, Receiver.Told).Select(TypeOf))} came"
        );

        var own = Of(world, told);
        Assert.Equal(expected, own.Select(TypeOf).Order(StringComparer.Ordinal));
        Assert.Equal(own.Count, own.Select(one => one.Id).Distinct().Count());
        foreach (var one in own)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(one.Timestamp, CultureInfo.InvariantCulture));
            Assert.Equal(secrets.Sign(one.Id, at, Encoding.UTF8.GetBytes(one.Body)), one.Signature);
            foreach (var written in new[] { "a-note", "an-answer", "solved-so", "Slow", "@test.example" })
            {
                Assert.DoesNotContain(written, one.Body, StringComparison.Ordinal);
            }
        }

        var charged = JsonDocument.Parse(own.Single(one => TypeOf(one) == "credits.charged").Body).RootElement;
        var data = charged.GetProperty("data");
        Assert.Equal(ticket, data.GetProperty("ticket").GetInt64());
        Assert.Equal((-5, 45), (data.GetProperty("amount").GetInt64(), data.GetProperty("balance").GetInt64()));
        Assert.Equal(204, (await hooked.NewestAsync(hook.Text("id"), "delivered")).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task What_a_split_brings_along_is_not_told_again()
    {
        var world = await World.CreateAsync(Desk);
        await HookAsync("ticket.opened", "ticket.replied");
        var ticket = await world.OpenAsync();
        var message = await world.WriteAsync(ticket);
        var split = await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/splits",
            $$"""{"messageIds":[{{message}}],"subject":"Other"}"""
        );
        var child = split.Must(HttpStatusCode.Created).Number("number");
        await world.WriteAsync(child);

        // The first message is part of the opening; in the first ticket the desk itself tells of the split.
        string[] expected =
        [
            $"ticket.opened {ticket}",
            $"ticket.replied {ticket}",
            $"ticket.opened {child}",
            $"ticket.replied {ticket}",
            $"ticket.replied {child}",
        ];
        await Receiver.AwaitAsync(
            messages => Of(world, messages).Count >= expected.Length,
            () => $"Only {Of(world, Receiver.Told).Count} messages came"
        );
        Assert.Equal(
            expected.Order(),
            Of(world, Receiver.Told).Select(one => $"{TypeOf(one)} {TicketOf(one)}").Order()
        );
    }

    [Fact]
    public async Task What_does_not_arrive_is_told_again_under_its_id_then_given_up_and_sent_once_more_on_demand()
    {
        Receiver.Answer = response => response.StatusCode = 500;
        var id = await HookIdAsync();
        await TryAsync(id);
        for (var attempt = 1; attempt < Retries.MostAttempts; attempt++)
        {
            var waiting = await AttemptedAsync(id, attempt);
            Assert.Equal(("retrying", 500), (waiting.State, waiting.Status));
            hooked.Time.Pass(TimeSpan.FromDays(1.2));
        }

        var given = await hooked.NewestAsync(id, "givenUp");
        Assert.Equal(Retries.MostAttempts, given.GetProperty("attempts").GetInt32());
        Assert.Equal("The server responded with 500.", given.GetProperty("failure").GetString());
        var attempts = given.GetProperty("log").EnumerateArray().ToList();
        Assert.Equal(Retries.MostAttempts, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(500, attempt.GetProperty("status").GetInt32()));
        Assert.All(attempts, attempt => Assert.True(attempt.GetProperty("milliseconds").GetInt64() >= 0));
        Assert.Equal(attempts, attempts.OrderBy(attempt => attempt.GetProperty("at").GetDateTimeOffset()));

        Receiver.Answer = response => response.StatusCode = 200;
        var path = $"/v1/webhooks/{id}/deliveries/{given.GetProperty("id").GetInt64()}/repetition";
        (await Desk.Admin.PostAsync(path, key: "again")).Must(HttpStatusCode.OK);
        await hooked.NewestAsync(id, "delivered");
        var count = Receiver.Told.Count;
        (await Desk.Admin.PostAsync(path, key: "again")).Must(HttpStatusCode.OK);

        var sent = given.GetProperty("eventId").GetString();
        Assert.Equal(Retries.MostAttempts + 1, Receiver.Told.Count(one => one.Id == sent));
        Assert.Equal(count, Receiver.Told.Count);
    }

    [Fact]
    public async Task A_receiver_is_left_alone_for_as_long_as_it_asks()
    {
        Receiver.Answer = response =>
        {
            response.StatusCode = 503;
            response.Headers.RetryAfter = "7200";
        };
        var id = await HookIdAsync();
        await TryAsync(id);
        var waiting = await AttemptedAsync(id, 1);
        Assert.InRange(waiting.Next - hooked.Time.GetUtcNow(), TimeSpan.FromMinutes(115), TimeSpan.FromMinutes(120));
    }

    [Fact]
    public async Task What_ended_with_its_token_is_sent_nothing_more_of_what_waits_and_of_what_happens()
    {
        var expires = (hooked.Time.GetUtcNow() + TimeSpan.FromMinutes(30)).ToString("O", CultureInfo.InvariantCulture);
        var giver = await Desk.Admin.PostAsync(
            "/v1/tokens",
            $$"""{"name":"giver","role":"admin","expiresAt":"{{expires}}"}"""
        );
        var asked = $$"""{"name":"Test","url":"{{Receiver.Address}}","events":["customer.created"]}""";
        var client = Desk.Client(giver.Must(HttpStatusCode.Created).Text("token"));
        var ending = (await client.PostAsync("/v1/webhooks", asked)).Must(HttpStatusCode.Created).Text("id");
        made.Add(ending);
        Receiver.Answer = response => response.StatusCode = 500;
        await TryAsync(ending);
        await AttemptedAsync(ending, 1);
        var lasting = (await HookAsync("customer.created")).Text("id");

        hooked.Time.Pass(TimeSpan.FromMinutes(31));
        Receiver.Answer = response => response.StatusCode = 204;
        await World.CreateAsync(Desk);
        await hooked.NewestAsync(lasting, "delivered");

        Assert.Equal(1, await CountAsync(ending));
        var waiting = await hooked.NewestAsync(ending, "retrying");
        Assert.Equal(1, waiting.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_told_nothing_more()
    {
        Receiver.Answer = response => response.StatusCode = 410;
        var id = await HookIdAsync();
        await TryAsync(id);
        await hooked.NewestAsync(id, "givenUp");
        await Eventually.HoldsAsync(
            async () => (await ViewAsync(id)).TryGetProperty("pausedAt", out _),
            () => "It was not paused"
        );
    }

    [Fact]
    public async Task Redirections_are_not_followed()
    {
        Receiver.Answer = response => response.Redirect($"{Receiver.Address}elsewhere");
        var id = await HookIdAsync();
        await TryAsync(id);
        var (state, status, _) = await AttemptedAsync(id, 1);
        Assert.Equal(("retrying", 302), (state, status));
        var sent = (await hooked.NewestAsync(id, "retrying")).GetProperty("eventId").GetString();
        Assert.Single(Receiver.Told, one => one.Id == sent);
    }

    [Fact]
    public async Task What_happens_around_and_during_a_pause_is_sent_after_it_once()
    {
        var hook = await HookAsync("ticket.opened");
        var id = hook.Text("id");
        var world = await World.CreateAsync(Desk);
        List<long> tickets = [await world.OpenAsync()];
        await ChangeAsync(id, """{"paused":true}""");
        tickets.Add(await world.OpenAsync());
        tickets.Add(await world.OpenAsync());
        await Eventually.HoldsAsync(
            async () => await CountAsync(id) == tickets.Count,
            () => "What happens during a pause was not kept"
        );
        Assert.DoesNotContain(Of(world, Receiver.Told), one => TicketOf(one) != tickets[0]);
        await ChangeAsync(id, """{"paused":false}""");
        tickets.Add(await world.OpenAsync());
        await Receiver.AwaitAsync(
            messages => Of(world, messages).Count >= tickets.Count,
            () => $"Only {Of(world, Receiver.Told).Count} were sent"
        );
        Assert.Equal(tickets, Of(world, Receiver.Told).Select(TicketOf).Order());
    }

    [Fact]
    public async Task After_a_failure_amid_many_the_rest_is_sent_without_another_attempt()
    {
        var requests = 0;
        Receiver.Answer = response => response.StatusCode = Interlocked.Increment(ref requests) == Failing ? 500 : 204;
        var id = await HoldManyAsync();
        var deliveries = await SendAllButOneAsync(id);

        Assert.All(deliveries, one => Assert.Equal(1, one.Attempts));
        Assert.Equal(500, Assert.Single(deliveries, one => one.DeliveredAt is null).Status);
        Assert.Equal(Many, requests);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_recorded_costs_no_other_delivery_its_own_or_another_attempt()
    {
        var id = await HoldManyAsync();
        var failing = (await ListAsync(id)).OrderBy(one => one.Place).ElementAt(Failing - 1).Place;
        await ExecuteAsync(
            $"""
            CREATE TRIGGER refused BEFORE UPDATE ON webhook_deliveries
            WHEN new.place = {failing} AND new.delivered_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        );
        try
        {
            var deliveries = await SendAllButOneAsync(id);

            Assert.Equal(failing, Assert.Single(deliveries, one => one.DeliveredAt is null).Place);
            Assert.All(deliveries.Where(one => one.Place != failing), one => Assert.Equal(1, one.Attempts));
        }
        finally
        {
            await ExecuteAsync("DROP TRIGGER refused");
        }
    }

    [Fact]
    public async Task A_secret_that_cannot_be_decrypted_stops_its_own_webhook_until_it_has_a_new_one()
    {
        var (broken, whole) = (await HookIdAsync(), await HookIdAsync());
        await ExecuteAsync("UPDATE webhooks SET secret = 'CfDJ8no' WHERE id = @broken", new { broken });

        var world = await World.CreateAsync(Desk);
        await world.OpenAsync();
        await hooked.NewestAsync(whole, "delivered");
        await hooked.NewestAsync(broken, "waiting");
        await ChangeAsync(broken, """{"name":"Renamed"}""");
        (await Desk.Admin.PostAsync($"/v1/webhooks/{broken}/secret")).Must(HttpStatusCode.OK);
        await hooked.NewestAsync(broken, "delivered");
    }

    [Fact]
    public async Task The_system_page_shows_how_far_webhooks_are_behind()
    {
        Receiver.Answer = response => response.StatusCode = 500;
        var id = await HookIdAsync();
        await TryAsync(id);
        await AttemptedAsync(id, 1);
        using var browser = new PageBrowser(Desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        var page = "";
        await Eventually.HoldsAsync(
            async () =>
                (page = (await browser.GetAsync("/system")).Html).Contains("all events read", StringComparison.Ordinal),
            () => page
        );
        Assert.Contains(" ms)", (await browser.GetAsync($"/webhooks/{id}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_made_once_and_a_new_secret_signs_beside_the_former()
    {
        var hook = await HookAsync("ticket.opened");
        var id = hook.Text("id");
        Task<ApiAnswer> Change(string events) =>
            Desk.Admin.SendAsync(HttpMethod.Patch, $"/v1/webhooks/{id}", $$"""{"events":[{{events}}]}""", "change");
        var first = (await Change("\"ticket.closed\",\"ticket.opened\"")).Must(HttpStatusCode.OK);
        Assert.Equal(first.Body, (await Change("\"ticket.closed\",\"ticket.opened\"")).Body);
        Assert.Equal("idempotency_key_reused", (await Change("\"ticket.opened\"")).Code);

        var renewed = (await Desk.Admin.PostAsync($"/v1/webhooks/{id}/secret", key: "secret")).Must(HttpStatusCode.OK);
        Assert.NotEqual(hook.Text("secret"), renewed.Text("secret"));
        Assert.False((await ViewAsync(id)).TryGetProperty("secret", out _));
        await TryAsync(id);
        var sent = (await hooked.NewestAsync(id, "delivered")).GetProperty("eventId").GetString();
        var told = Assert.Single(Receiver.Told, one => one.Id == sent);
        Assert.Equal(2, told.Signature.Split(' ').Length);
    }

    [Theory]
    [InlineData("""{"name":"","url":"U","events":["ticket.opened"]}""", "name")]
    [InlineData("""{"name":"n","events":["ticket.opened"]}""", "url")]
    [InlineData("""{"name":"n","url":"shop.example/hook","events":["ticket.opened"]}""", "url")]
    [InlineData("""{"name":"n","url":"U"}""", "events")]
    [InlineData("""{"name":"n","url":"U","events":[]}""", "events")]
    [InlineData("""{"name":"n","url":"U","events":["ticket.opened",null]}""", "events")]
    [InlineData("""{"name":"n","url":"U","events":["ticket.eaten"]}""", "events")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var answer = await Desk.Admin.PostAsync("/v1/webhooks", body.Replace("\"U\"", $"\"{DeskHost.Nowhere}\""));
        Assert.Equal(field, answer.Text("field"));
        Assert.True((int)answer.Status is 400 or 422, answer.Body);
    }

    private async Task<ApiAnswer> HookAsync(params string[] events)
    {
        var hook = await hooked.HookAsync(events);
        made.Add(hook.Text("id"));
        return hook;
    }

    private async Task<string> HookIdAsync() => (await HookAsync("ticket.opened")).Text("id");

    /// <summary>A paused webhook with many deliveries.</summary>
    private async Task<string> HoldManyAsync()
    {
        var id = (await HookAsync("credits.adjusted")).Text("id");
        var world = await World.CreateAsync(Desk);
        await ChangeAsync(id, """{"paused":true}""");
        for (var n = 0; n < Many; n++)
        {
            (
                await Desk.Admin.PostAsync(
                    $"/v1/customers/{world.Id}/credits/adjustments",
                    """{"credits":1,"reason":"Goodwill"}"""
                )
            ).Must(HttpStatusCode.Created);
        }

        await Eventually.HoldsAsync(async () => (await ListAsync(id)).Length == Many, () => "Not all were kept");
        return id;
    }

    /// <summary>Resumes a webhook and waits until all of its deliveries but one have arrived.</summary>
    private async Task<ImmutableArray<Delivery>> SendAllButOneAsync(string id)
    {
        await ChangeAsync(id, """{"paused":false}""");
        ImmutableArray<Delivery> deliveries = [];
        await Eventually.HoldsAsync(
            async () => (deliveries = await ListAsync(id)).Count(one => one.DeliveredAt is not null) == Many - 1,
            () => $"{deliveries.Count(one => one.DeliveredAt is not null)} arrived"
        );
        return deliveries;
    }

    private Task<ImmutableArray<Delivery>> ListAsync(string id) =>
        Desk.Services.GetRequiredService<DeliveryTable>().ListAsync(id, long.MaxValue, 2 * Many);

    private async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Desk.Services.GetRequiredService<Database>().OpenWriteAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    private async Task TryAsync(string id) =>
        (await Desk.Admin.PostAsync($"/v1/webhooks/{id}/trial")).Must(HttpStatusCode.OK);

    private async Task ChangeAsync(string id, string changes) =>
        (await Desk.Admin.SendAsync(HttpMethod.Patch, $"/v1/webhooks/{id}", changes)).Must(HttpStatusCode.OK);

    private async Task<int> CountAsync(string id) =>
        (await Desk.Admin.GetAsync($"/v1/webhooks/{id}/deliveries"))
            .Must(HttpStatusCode.OK)
            .Json.GetProperty("items")
            .GetArrayLength();

    private async Task<JsonElement> ViewAsync(string id) =>
        (await Desk.Admin.GetAsync($"/v1/webhooks/{id}")).Must(HttpStatusCode.OK).Json;

    /// <summary>The newest delivery once an attempt has failed and the next one is planned.</summary>
    private async Task<(string State, int Status, DateTimeOffset Next)> AttemptedAsync(string id, int attempt)
    {
        var newest = await hooked.NewestAsync(
            id,
            one =>
                one.GetProperty("state").GetString() == "retrying"
                && one.GetProperty("attempts").GetInt32() == attempt
                && one.TryGetProperty("status", out _)
        );
        return (
            newest.GetProperty("state").GetString()!,
            newest.GetProperty("status").GetInt32(),
            newest.GetProperty("nextAt").GetDateTimeOffset()
        );
    }

    private static List<Received> Of(World world, IReadOnlyList<Received> messages) =>
        [.. messages.Where(one => one.Body.Contains(world.Id, StringComparison.Ordinal))];

    private static string TypeOf(Received message) =>
        JsonDocument.Parse(message.Body).RootElement.GetProperty("type").GetString()!;

    private static long TicketOf(Received message) =>
        JsonDocument.Parse(message.Body).RootElement.GetProperty("data").GetProperty("ticket").GetInt64();
}
