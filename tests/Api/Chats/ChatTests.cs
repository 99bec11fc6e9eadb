using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>Live chat over HTTP (Policy E5).</summary>
public sealed class ChatTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    [Fact]
    public async Task E5_A_question_is_answered_in_the_chat_and_kept_for_both()
    {
        var world = await chats.WithCareAsync();
        var chat = await world.ChatAsync();

        (await world.Engineer.PostAsync($"{chat}/taking")).Must(HttpStatusCode.OK);
        var said = await world.Engineer.PostAsync($"{chat}/messages", """{"body":"Like this."}""");
        Assert.Equal("taken", said.Must(HttpStatusCode.Created).Text("status"));
        var closed = await world.Engineer.PostAsync($"{chat}/closing");
        Assert.Equal("answered", closed.Must(HttpStatusCode.OK).Text("status"));

        foreach (var reader in (ApiClient[])[world.Customer, world.Engineer])
        {
            Assert.Equal("answered", (await reader.GetAsync(chat)).Must(HttpStatusCode.OK).Text("status"));
            Assert.Equal(["How?", "Like this."], await SaidAsync(reader, $"{chat}/messages"));
            var list = (await reader.GetAsync("/v1/chats?status=answered")).Must(HttpStatusCode.OK);
            Assert.Contains(chat.Split('/')[^1], list.Body);
        }

        var late = await world.Customer.PostAsync($"{chat}/messages", """{"body":"Thanks"}""");
        Assert.Equal((HttpStatusCode.Conflict, "not_in_this_status"), (late.Status, late.Code));
    }

    [Fact]
    public async Task D10_What_changes_nothing_in_a_chat_is_repeated_with_its_first_answer()
    {
        var world = await chats.WithCareAsync();
        var chat = await world.ChatAsync();
        (await world.Engineer.PostAsync($"{chat}/taking")).Must(HttpStatusCode.OK);
        var taken = (await world.Engineer.PostAsync($"{chat}/taking", key: "late")).Must(HttpStatusCode.OK);
        (await world.Lead.PostAsync($"{chat}/taking")).Must(HttpStatusCode.OK);
        Assert.Equal(taken.Body, (await world.Engineer.PostAsync($"{chat}/taking", key: "late")).Body);

        (await world.Lead.PostAsync($"{chat}/ticket", """{"subject":"A"}""")).Must(HttpStatusCode.OK);
        var made = await world.Lead.PostAsync($"{chat}/ticket", """{"subject":"B"}""", "late");
        var closed = (await world.Lead.PostAsync($"{chat}/closing", key: "late")).Must(HttpStatusCode.OK);
        Assert.Equal(made.Body, (await world.Lead.PostAsync($"{chat}/ticket", """{"subject":"B"}""", "late")).Body);
        Assert.Equal(closed.Body, (await world.Lead.PostAsync($"{chat}/closing", key: "late")).Body);
        var reused = await world.Lead.PostAsync($"{chat}/ticket", """{"subject":"C"}""", "late");
        Assert.Equal("idempotency_key_reused", reused.Code);
    }

    [Fact]
    public async Task E5_Anything_else_becomes_one_ticket_with_the_transcript_asked_when_it_was_written()
    {
        var world = await chats.WithCareAsync();
        var chat = await world.ChatAsync();
        (await world.Engineer.PostAsync($"{chat}/messages", """{"body":"I have to look."}""")).Must(
            HttpStatusCode.Created
        );

        var clicks = await Task.WhenAll(
            world.Engineer.PostAsync($"{chat}/ticket", """{"subject":"Reports","categoryHint":"investigation"}"""),
            world.Lead.PostAsync($"{chat}/ticket", """{"subject":"Something else"}""")
        );

        var number = Assert.Single(clicks.Select(click => click.Must(HttpStatusCode.OK).Number("ticket")).Distinct());
        var ticket = (await world.Customer.GetAsync($"/v1/tickets/{number}")).Must(HttpStatusCode.OK);
        var first = (await world.Customer.GetAsync($"{chat}/messages")).Json.GetProperty("items")[0];
        Assert.Equal(
            first.GetProperty("at").GetDateTimeOffset(),
            ticket.Json.GetProperty("askedAt").GetDateTimeOffset()
        );
        Assert.Equal(("vip", world.License), (ticket.Text("coverage"), ticket.Text("licenseNumber")));
        Assert.Equal((chat.Split('/')[^1], "new"), (ticket.Text("chat"), ticket.Text("status")));
        Assert.EndsWith("@test.example", ticket.Text("repliesTo"), StringComparison.Ordinal);
        Assert.Equal(
            ["How?", "I have to look."],
            await SaidAsync(world.Customer, $"/v1/tickets/{number}/conversation")
        );

        var queue = (await world.Engineer.GetAsync($"/v1/tickets/{number}")).Must(HttpStatusCode.OK);
        Assert.Equal(ticket.Text("askedAt"), queue.Text("waitingSince"));
        await world.AssessAsync(number, "investigation");
        Assert.Equal(0, (await world.Customer.GetAsync($"/v1/tickets/{number}")).Number("charged"));
    }

    [Fact]
    public async Task E5_Outside_support_hours_it_leaves_a_ticket_at_once()
    {
        var world = await chats.WithCareAsync();
        await chats.CloseAsync();
        try
        {
            var left = (await world.StartChatAsync("key-1", "Reports?\\nAll of them.")).Must(HttpStatusCode.Created);

            Assert.Equal("ticket", left.Text("status"));
            var ticket = (await world.Customer.GetAsync($"/v1/tickets/{left.Number("ticket")}")).Must(
                HttpStatusCode.OK
            );
            Assert.Equal(("Reports?", "vip"), (ticket.Text("subject"), ticket.Text("coverage")));
            Assert.Equal(left.Body, (await world.StartChatAsync("key-1", "Reports?\\nAll of them.")).Body);
            Assert.Equal("idempotency_key_reused", (await world.StartChatAsync("key-1", "Another")).Code);
        }
        finally
        {
            await chats.OpenAsync();
        }
    }

    [Fact]
    public async Task E5_Whoever_leaves_without_an_answer_leaves_a_ticket()
    {
        var world = await chats.WithCareAsync();
        var left = await world.Customer.PostAsync($"{await world.ChatAsync()}/closing");

        Assert.Equal("ticket", left.Must(HttpStatusCode.OK).Text("status"));
        Assert.True(left.Number("ticket") > 0);
    }

    [Fact]
    public async Task E5_It_is_for_vip_care_only()
    {
        var world = await World.CreateAsync(chats.Desk);
        var refused = await world.StartChatAsync();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "vip_care_required"), (refused.Status, refused.Code));
        Assert.Equal(world.License, refused.Text("license"));
        Assert.Empty((await world.Customer.GetAsync("/v1/chats")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("GET", "/messages", null)]
    [InlineData("POST", "/messages", """{"body":"b"}""")]
    [InlineData("POST", "/closing", null)]
    [InlineData("POST", "/taking", null)]
    [InlineData("POST", "/ticket", """{"subject":"s"}""")]
    public async Task E5_Another_customers_chat_answers_as_what_is_absent(string method, string path, string? body)
    {
        var (mine, others) = (await chats.WithCareAsync(), await chats.WithCareAsync());
        var chat = await others.ChatAsync();
        var before = (await others.Customer.GetAsync(chat)).Body;

        var theirs = await mine.Customer.SendAsync(new HttpMethod(method), chat + path, body);
        var absent = await mine.Customer.SendAsync(new HttpMethod(method), "/v1/chats/cha-none" + path, body);

        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
        Assert.Equal((absent.Status, absent.Body), (theirs.Status, theirs.Body));
        Assert.Equal(before, (await others.Customer.GetAsync(chat)).Body);
        Assert.DoesNotContain(chat.Split('/')[^1], (await mine.Customer.GetAsync("/v1/chats")).Body);
        var foreign = await mine.Customer.PostAsync(
            "/v1/chats",
            $$"""{"licenseNumber":"{{others.License}}","body":"b"}"""
        );
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
    }

    [Theory]
    [InlineData("customer", "taking", null, 403, "forbidden")]
    [InlineData("customer", "ticket", """{"subject":"s"}""", 403, "forbidden")]
    [InlineData("system", "messages", """{"body":"b"}""", 403, "forbidden")]
    [InlineData("engineer", "closing", null, 409, "not_answered")]
    [InlineData("engineer", "messages", """{"body":""}""", 400, "invalid_field")]
    [InlineData("engineer", "messages", """{"text":"b"}""", 400, "invalid_field")]
    [InlineData("engineer", "ticket", """{"subject":" "}""", 400, "invalid_field")]
    [InlineData("engineer", "ticket", """{"subject":"s","categoryHint":"joke"}""", 400, "invalid_field")]
    [InlineData("engineer", "ticket", """{"subject":"s","messageId":99}""", 422, "not_a_customer_message")]
    public async Task Refusals_are_named_and_change_nothing(
        string role,
        string act,
        string? body,
        int status,
        string code
    )
    {
        var world = await chats.WithCareAsync();
        var chat = await world.ChatAsync();
        var before = (await world.Customer.GetAsync(chat)).Body;
        var client = role switch
        {
            "customer" => world.Customer,
            "system" => world.System,
            _ => world.Engineer,
        };

        var answer = await client.PostAsync($"{chat}/{act}", body);

        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.Equal(before, (await world.Customer.GetAsync(chat)).Body);
    }

    [Fact]
    public async Task D10_Each_command_repeated_under_its_key_gets_the_first_answer()
    {
        var world = await chats.WithCareAsync();
        var started = (await world.StartChatAsync("k")).Must(HttpStatusCode.Created);
        Assert.Equal(started.Body, (await world.StartChatAsync("k")).Body);
        Assert.Equal("idempotency_key_reused", (await world.StartChatAsync("k", "Other")).Code);
        var chat = $"/v1/chats/{started.Text("id")}";
        foreach (
            var (act, body, other) in ((string, string?, string?)[])
                [
                    ("taking", null, null),
                    ("messages", """{"body":"b"}""", """{"body":"c"}"""),
                    ("ticket", """{"subject":"s"}""", null),
                    ("closing", null, null),
                ]
        )
        {
            var first = await world.Engineer.PostAsync($"{chat}/{act}", body, "k");
            Assert.True((int)first.Status is 200 or 201, first.Body);
            var again = await world.Engineer.PostAsync($"{chat}/{act}", body, "k");
            Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
            if (other is not null)
            {
                Assert.Equal(
                    "idempotency_key_reused",
                    (await world.Engineer.PostAsync($"{chat}/{act}", other, "k")).Code
                );
            }
        }

        Assert.Equal(["How?", "b"], await SaidAsync(world.Engineer, $"{chat}/messages"));
    }

    [Fact]
    public async Task Small_pages_end_to_end_are_the_whole_transcript()
    {
        var world = await chats.WithCareAsync();
        var chat = await world.ChatAsync();
        for (var i = 0; i < 4; i++)
        {
            (await world.Customer.PostAsync($"{chat}/messages", $$"""{"body":"{{i}}"}""")).Must(HttpStatusCode.Created);
        }

        var page = (await world.Customer.GetAsync($"{chat}/messages?limit=3")).Must(HttpStatusCode.OK).Json;
        var next = page.GetProperty("next").GetString();
        Assert.Equal(["2", "3"], await SaidAsync(world.Customer, $"{chat}/messages?after={next}"));
        Assert.Equal("status", (await world.Customer.GetAsync("/v1/chats?status=lost")).Text("field"));
    }

    private static async Task<List<string?>> SaidAsync(ApiClient reader, string path) =>
        [
            .. (await reader.GetAsync(path))
                .Must(HttpStatusCode.OK)
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(message => message.GetProperty("body").GetString()),
        ];
}
