using System.Net;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>A program that says what its writer has read is told, as the page is, when somebody else has written since.</summary>
[Collection(DeskTests.Name)]
public sealed class SeenReplyTests(DeskHost desk)
{
    [Fact]
    public async Task A_reply_to_what_was_not_read_is_refused_until_it_was()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var path = $"/v1/tickets/{ticket}/messages";
        var read = await world.WriteAsync(ticket);
        var first = await world.Engineer.PostAsync(path, Reply(read), "key");
        first.Must(HttpStatusCode.Created);

        var unread = await world.WriteAsync(ticket);
        var refused = (await world.Engineer.PostAsync(path, Reply(read))).Must(HttpStatusCode.PreconditionFailed);
        Assert.Equal("stale_version", refused.Code);
        Assert.Contains("replied while you were writing: “And another thing?”", refused.Text("detail"));
        (await world.Engineer.PostAsync(path, Reply(unread))).Must(HttpStatusCode.Created);

        // What was sent before is answered as it was.
        Assert.Equal(first.Body, (await world.Engineer.PostAsync(path, Reply(read), "key")).Body);
    }

    [Fact]
    public async Task Notes_customers_and_who_does_not_say_are_not_compared()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var path = $"/v1/tickets/{ticket}/messages";
        (await world.Engineer.PostAsync(path, """{"body":"b"}""")).Must(HttpStatusCode.Created);
        (await world.Engineer.PostAsync(path, """{"body":"b","internal":true,"seen":0}""")).Must(
            HttpStatusCode.Created
        );
        (await world.Customer.PostAsync(path, Reply(0))).Must(HttpStatusCode.Created);
    }

    private static string Reply(long seen) => $$"""{"body":"b","seen":{{seen}}}""";
}
