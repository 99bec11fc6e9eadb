using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>The open tickets of people and tokens that have lost access.</summary>
[Collection(PeopleTests.Name)]
public sealed class FormerStaffTests(DeskHost desk)
{
    [Fact]
    public async Task Tickets_of_somebody_who_is_disabled_return_to_the_queue_with_a_note_each_time()
    {
        var world = await World.CreateAsync(desk);
        var person = await Somebody.InvitedAsync(desk);
        var ticket = await world.OpenAsync();
        for (var times = 1; times <= 2; times++)
        {
            (await world.Lead.PostAsync($"/v1/tickets/{ticket}/assignee", $$"""{"engineer":"{{person.Id}}"}""")).Must(
                HttpStatusCode.OK
            );
            await ChangeAsync(person, "disabling");
            await ReturnedAsync(world, ticket);
            Assert.Equal(times, (await NotesAsync(world, ticket)).Length);
            await ChangeAsync(person, "enabling");
        }

        var notes = await NotesAsync(world, ticket);
        Assert.All(notes, note => Assert.Contains("Some Body no longer has access", note, StringComparison.Ordinal));
        var seen = await world.Customer.GetAsync($"/v1/tickets/{ticket}/conversation");
        Assert.DoesNotContain("no longer has access", seen.Must(HttpStatusCode.OK).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tickets_of_a_token_that_is_revoked_return_to_the_queue_and_what_is_over_stays()
    {
        var world = await World.CreateAsync(desk);
        var token = await desk.Admin.PostAsync("/v1/tokens", """{"name":"Robot","role":"engineer"}""");
        var robot = desk.Client(token.Must(HttpStatusCode.Created).Text("token"));
        var (open, over) = (await world.OpenAsync(), await world.OpenAsync());
        (await robot.PostAsync($"/v1/tickets/{open}/claim")).Must(HttpStatusCode.OK);
        (await robot.PostAsync($"/v1/tickets/{over}/claim")).Must(HttpStatusCode.OK);
        (await world.Customer.PostAsync($"/v1/tickets/{over}/withdrawal")).Must(HttpStatusCode.OK);

        (await desk.Admin.PostAsync($"/v1/tokens/{token.Text("id")}/revocation")).Must(HttpStatusCode.OK);

        await ReturnedAsync(world, open);
        Assert.Equal(
            token.Text("id"),
            (await ViewAsync(world, over)).GetProperty("assignee").GetProperty("id").GetString()
        );
        Assert.Empty(await NotesAsync(world, over));
    }

    [Fact]
    public async Task A_late_claim_of_somebody_who_is_disabled_is_refused_as_is_giving_them_a_ticket()
    {
        var world = await World.CreateAsync(desk);
        var person = await Somebody.InvitedAsync(desk);
        var number = await world.OpenAsync();
        await ChangeAsync(person, "disabling");

        var actor = new Actor(person.Id, "Some Body", Role.Engineer);
        var ticket = (await desk.Services.GetRequiredService<TicketDirectory>().FindAsync(number))!;
        var claim = await ticket.ClaimAsync(new(actor, new($"late-claim-{number}")));
        Assert.Equal(RefusalCode.Forbidden, claim.Refusal!.Code);
        var lead = new Actor("usr-lead", "Lea", Role.Lead);
        var given = await ticket.AssignAsync(new(lead, new($"late-gift-{number}")), new(person.Id, "Some Body"));
        Assert.Equal(RefusalCode.InvalidField, given.Refusal!.Code);
        Assert.False((await ViewAsync(world, number)).TryGetProperty("assignee", out _));
    }

    [Fact]
    public async Task The_page_of_people_tells_how_much_open_work_each_has()
    {
        var world = await World.CreateAsync(desk);
        var person = await Somebody.InvitedAsync(desk);
        for (var i = 0; i < 7; i++)
        {
            var ticket = await world.OpenAsync();
            (await world.Lead.PostAsync($"/v1/tickets/{ticket}/assignee", $$"""{"engineer":"{{person.Id}}"}""")).Must(
                HttpStatusCode.OK
            );
        }

        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        var (path, row) = ("/people", "");
        while (row.Length == 0 && path.Length > 0)
        {
            var html = (await browser.GetAsync(path)).Html;
            row =
                html.Split("<tr>").FirstOrDefault(line => line.Contains(person.Email, StringComparison.Ordinal)) ?? "";
            path =
                html.Split("href=\"")
                    .FirstOrDefault(link => link.StartsWith("/people?after=", StringComparison.Ordinal))
                    ?.Split('"')[0]
                ?? "";
        }

        Assert.Contains("<td class=\"number\">7</td>", row, StringComparison.Ordinal);
    }

    private async Task ChangeAsync(Somebody person, string act) =>
        (await desk.Admin.PostAsync($"/v1/users/{person.Id}/{act}")).Must(HttpStatusCode.OK);

    private static Task ReturnedAsync(World world, long ticket) =>
        Eventually.HoldsAsync(
            async () => !(await ViewAsync(world, ticket)).TryGetProperty("assignee", out _),
            () => $"Ticket {ticket} is still assigned."
        );

    private static async Task<JsonElement> ViewAsync(World world, long ticket) =>
        (await world.Lead.GetAsync($"/v1/tickets/{ticket}")).Must(HttpStatusCode.OK).Json;

    private static async Task<string[]> NotesAsync(World world, long ticket) =>
        [
            .. (await world.Lead.GetAsync($"/v1/tickets/{ticket}/conversation"))
                .Must(HttpStatusCode.OK)
                .Json.GetProperty("items")
                .EnumerateArray()
                .Where(message => message.GetProperty("internal").GetBoolean())
                .Select(message => message.GetProperty("body").GetString()!),
        ];
}
