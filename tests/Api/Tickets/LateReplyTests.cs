using System.Net;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Replies to closed tickets when the days of grace are over (Policy F4).</summary>
public sealed class LateReplyTests(NoGraceDesk noGrace) : IClassFixture<NoGraceDesk>
{
    [Fact]
    public async Task F4_A_late_reply_is_answered_with_the_number_of_the_ticket_that_it_became()
    {
        var world = await World.CreateAsync(noGrace.Desk);
        var ticket = await ClosedAsync(world);
        const string Body = """{"body":"And one more thing"}""";

        var reply = await world.Customer.PostAsync($"/v1/tickets/{ticket}/messages", Body, "key-1");

        var number = reply.Must(HttpStatusCode.Created).Number("ticket");
        Assert.NotEqual(ticket, number);
        Assert.Equal(
            reply.Body,
            (await world.Customer.PostAsync($"/v1/tickets/{ticket}/messages", Body, "key-1")).Body
        );
        var child = (await world.Customer.GetAsync($"/v1/tickets/{number}")).Must(HttpStatusCode.OK);
        Assert.Equal(("new", ticket), (child.Text("status"), child.Number("parent")));
        Assert.Equal(world.License, child.Text("licenseNumber"));
        var parent = (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Must(HttpStatusCode.OK);
        Assert.Equal("closed", parent.Text("status"));
        Assert.Equal(number, Assert.Single(parent.Json.GetProperty("followUps").EnumerateArray()).GetInt64());
        var said = await world.Customer.GetAsync($"/v1/tickets/{number}/conversation");
        Assert.Contains("And one more thing", said.Must(HttpStatusCode.OK).Body);
        Assert.Contains($"ticket {number}", (await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation")).Body);
    }

    [Fact]
    public async Task F4_A_customer_who_reopens_too_late_is_refused_and_staff_are_not()
    {
        var world = await World.CreateAsync(noGrace.Desk);
        var ticket = await ClosedAsync(world);

        var late = await world.Customer.PostAsync($"/v1/tickets/{ticket}/reopening");
        Assert.Equal((HttpStatusCode.Conflict, "reopening_too_late"), (late.Status, late.Code));

        var reopened = await world.Engineer.PostAsync($"/v1/tickets/{ticket}/reopening");
        Assert.Equal("new", reopened.Must(HttpStatusCode.OK).Text("status"));
    }

    private static async Task<long> ClosedAsync(World world)
    {
        var ticket = await world.OpenAsync();
        var resolution = """{"outcome":"cannotBeSolved"}""";
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/resolution", resolution)).Must(HttpStatusCode.OK);
        return ticket;
    }
}
