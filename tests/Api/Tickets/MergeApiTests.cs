using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Merging over HTTP (Policy F5).</summary>
[Collection(DeskTests.Name)]
public sealed class MergeApiTests(DeskHost desk)
{
    [Fact]
    public async Task F5_A_duplicate_is_merged_given_back_and_linked_and_its_customer_is_sent_to_the_survivor()
    {
        var world = await World.CreateAsync(desk);
        var (survivor, merged) = (await world.OpenAsync(), await world.OpenAsync());
        await world.AssessAsync(survivor, "question");
        await world.AssessAsync(merged, "question");

        var answer = await MergeAsync(world, merged, survivor);

        Assert.Equal(("merged", 0), (answer.Must(HttpStatusCode.OK).Text("status"), answer.Number("charged")));
        var credits = await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits");
        Assert.Equal(45, credits.Must(HttpStatusCode.OK).Number("balance"));
        var view = (await world.Customer.GetAsync($"/v1/tickets/{merged}")).Must(HttpStatusCode.OK);
        Assert.Equal(survivor, view.Number("mergedInto"));
        var said = await world.Customer.GetAsync($"/v1/tickets/{merged}/conversation");
        Assert.Contains($"ticket {survivor}", said.Must(HttpStatusCode.OK).Body);

        var refused = await world.Customer.PostAsync($"/v1/tickets/{merged}/messages", """{"body":"Hello?"}""");
        Assert.Equal((HttpStatusCode.Conflict, "already_merged"), (refused.Status, refused.Code));
        Assert.Equal(survivor, refused.Number("ticket"));
        var charges = (await world.Customer.GetAsync($"/v1/tickets/{merged}/charges")).Must(HttpStatusCode.OK);
        Assert.Contains("\"F5\"", charges.Body);
        var other = (await world.Customer.GetAsync($"/v1/tickets/{survivor}")).Must(HttpStatusCode.OK);
        Assert.Equal(merged, Assert.Single(other.Json.GetProperty("merged").EnumerateArray()).GetInt64());
    }

    [Fact]
    public async Task F5_The_other_ticket_says_which_files_of_the_message_to_add_again_and_keeps_a_note_a_note()
    {
        var world = await World.CreateAsync(desk);
        var (survivor, merged) = (await world.OpenAsync(), await world.OpenAsync());
        using var browser = new Pages.PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Engineer.Token!));
        (await MergeAsync(world, merged, survivor)).Must(HttpStatusCode.OK);

        var (page, action) = ($"/tickets/{survivor}", $"/tickets/{merged}/messages");
        (string, byte[]) first = ("a.log", "a"u8.ToArray());
        var refused = await browser.SendFilesAsync(
            page,
            action,
            [first, ("b <1>.log", "b"u8.ToArray())],
            ("body", "For the customer.")
        );
        Assert.Contains("Add them again there: <bdi>a.log, b 1.log</bdi>", refused.Html);
        Assert.Contains("name=\"again\" value=\"b 1.log\"", refused.Html);
        Assert.DoesNotContain("name=\"internal\"", AlongOf(refused));
        var note = await browser.SendFilesAsync(
            page,
            action,
            [first, ("none.log", [])],
            ("body", "For colleagues."),
            ("internal", "true")
        );
        Assert.Contains("hidden\" name=\"internal\" value=\"true\"", AlongOf(note));

        var taken = await browser.SubmitAsync(
            $"/tickets/{survivor}",
            $"/tickets/{survivor}/draft",
            ("body", "For colleagues."),
            ("internal", "true"),
            ("again", "a.log"),
            ("again", "b 1.log")
        );
        Assert.Contains("Add these files again: <bdi>a.log, b 1.log</bdi>", taken.Html);
        Assert.Contains("name=\"internal\" value=\"true\" checked", taken.Html);
    }

    /// <summary>The form by which a message goes along to the other ticket.</summary>
    private static string AlongOf(Pages.PageAnswer answer)
    {
        var from = answer.Html.IndexOf("/draft\"", StringComparison.Ordinal);
        return answer.Html[from..answer.Html.IndexOf("</form>", from, StringComparison.Ordinal)];
    }

    [Fact]
    public async Task F5_A_message_that_was_written_to_a_merged_ticket_goes_along_to_the_other_one()
    {
        var world = await World.CreateAsync(desk);
        var (survivor, merged) = (await world.OpenAsync(), await world.OpenAsync());
        using var browser = new Pages.PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Customer.Token!));
        var token = await browser.FormTokenAsync($"/tickets/{merged}");
        (await MergeAsync(world, merged, survivor)).Must(HttpStatusCode.OK);

        (string, string)[] typed = [(Pages.PageBrowser.TokenField, token), ("body", "Still slow <today>")];
        var refused = await browser.PostAsync($"/tickets/{merged}/messages", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains($"<a href=\"/tickets/{survivor}\">ticket {survivor}</a>", refused.Html);
        Assert.Contains($"action=\"/tickets/{survivor}/draft\"", refused.Html);
        Assert.Contains("hidden>Still slow &lt;today&gt;</textarea>", refused.Html);

        var taken = await browser.PostAsync($"/tickets/{survivor}/draft", typed);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Contains($"action=\"/tickets/{survivor}/messages\"", taken.Html);
        Assert.Contains("data-draft>Still slow &lt;today&gt;</textarea>", taken.Html);
        var said = await world.Customer.GetAsync($"/v1/tickets/{survivor}/conversation");
        Assert.DoesNotContain("Still slow", said.Must(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task F5_Tickets_of_two_customers_are_not_merged()
    {
        var (one, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var (mine, theirs) = (await one.OpenAsync(), await other.OpenAsync());
        var refused = await MergeAsync(one, mine, theirs);
        Assert.Equal((HttpStatusCode.BadRequest, "into"), (refused.Status, refused.Text("field")));
        Assert.Equal(
            "new",
            (await one.Customer.GetAsync($"/v1/tickets/{mine}")).Must(HttpStatusCode.OK).Text("status")
        );
    }

    [Fact]
    public async Task F5_A_stale_If_Match_is_refused_and_nothing_is_merged()
    {
        var world = await World.CreateAsync(desk);
        var (survivor, merged) = (await world.OpenAsync(), await world.OpenAsync());
        var seen = (await world.Engineer.GetAsync($"/v1/tickets/{merged}")).Headers["ETag"];
        await world.WriteAsync(merged);
        var path = $"/v1/tickets/{merged}/merges";
        var body = $$"""{"into":{{survivor}}}""";

        var stale = await world.Engineer.PostAsync(path, body, "key-1", seen);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "stale_version"), (stale.Status, stale.Code));
        var fresh = (await world.Engineer.GetAsync($"/v1/tickets/{merged}")).Headers["ETag"];
        var done = (await world.Engineer.PostAsync(path, body, "key-1", fresh)).Must(HttpStatusCode.OK);
        Assert.Equal(done.Body, (await world.Engineer.PostAsync(path, body, "key-1", fresh)).Body);
    }

    private static Task<ApiAnswer> MergeAsync(World world, long ticket, long into) =>
        world.Engineer.PostAsync($"/v1/tickets/{ticket}/merges", $$"""{"into":{{into}}}""");
}
