using System.Net;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Tickets that are over and go on (Policy F4).</summary>
[Collection(DeskTests.Name)]
public sealed class ReopeningApiTests(DeskHost desk)
{
    [Fact]
    public async Task F4_A_reply_in_time_reopens_a_closed_ticket_and_charges_nothing()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await ClosedAsync(world);
        var closed = (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Must(HttpStatusCode.OK);
        Assert.True(closed.Json.TryGetProperty("endedAt", out _));

        var reply = await world.Customer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Again."}""");

        Assert.Equal(ticket, reply.Must(HttpStatusCode.Created).Number("ticket"));
        var open = (await world.Engineer.GetAsync($"/v1/tickets/{ticket}")).Must(HttpStatusCode.OK);
        Assert.Equal(("open", 5), (open.Text("status"), open.Number("charged")));
        Assert.True(open.Json.TryGetProperty("waitingSince", out _));
        Assert.False(open.Json.TryGetProperty("endedAt", out _));
        Assert.Contains($"\"number\":{ticket},", (await world.Engineer.GetAsync("/v1/queues/support")).Body);
    }

    [Fact]
    public async Task F4_Staff_write_to_a_closed_ticket_after_they_have_reopened_it()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await ClosedAsync(world);

        var refused = await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Found it."}""");
        Assert.Equal((HttpStatusCode.Conflict, "not_in_this_status"), (refused.Status, refused.Code));

        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/reopening")).Must(HttpStatusCode.OK);
        var answer = await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Found it."}""");
        Assert.Equal(ticket, answer.Must(HttpStatusCode.Created).Number("ticket"));
    }

    [Fact]
    public async Task F4_A_withdrawn_ticket_is_final()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        (await world.Customer.PostAsync($"/v1/tickets/{ticket}/withdrawal")).Must(HttpStatusCode.OK);
        foreach (var path in (string[])["messages", "reopening"])
        {
            var body = path == "messages" ? """{"body":"b"}""" : null;
            var refused = await world.Customer.PostAsync($"/v1/tickets/{ticket}/{path}", body);
            Assert.Equal(("not_in_this_status", "withdrawn"), (refused.Code, refused.Text("ticketStatus")));
            Assert.Equal(409, refused.Number("status"));
        }
    }

    private static async Task<long> ClosedAsync(World world)
    {
        var ticket = await world.OpenAsync();
        await world.AssessAsync(ticket, "question");
        var resolution = """{"outcome":"cannotBeSolved"}""";
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/resolution", resolution)).Must(HttpStatusCode.OK);
        return ticket;
    }
}
