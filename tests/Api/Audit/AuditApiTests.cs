using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Audit;
using Tallydesk.Storage;
using Tallydesk.Tests.People;
using Xunit;

namespace Tallydesk.Tests.Audit;

public sealed class AuditApiTests : IAsyncLifetime
{
    private DeskHost desk = null!;

    private Database Database => desk.Services.GetRequiredService<Database>();

    [Fact]
    public async Task After_much_work_every_row_is_as_it_was_written_and_tells_from_where_it_came()
    {
        var world = await WorkAsync();
        var findings = new List<AuditFinding>();
        var summary = await new AuditVerifier(Database).VerifyAsync(findings.Add);
        Assert.Empty(findings);
        Assert.True(summary.Rows > 20);
        Assert.Equal(0, summary.Unlinked);

        await using var connection = await Database.OpenReadAsync();
        foreach (var table in (string[])["history", "entries", "rights_changes"])
        {
            var nameless = await connection.QueryAsync<string>(
                $"SELECT kind || ' by ' || actor FROM {table} WHERE source IS NULL AND actor <> 'desk'"
            );
            Assert.Empty(nameless);
        }

        Assert.NotEmpty(world.Id);
    }

    [Fact]
    public async Task Commands_that_change_nothing_between_others_leave_books_that_agree()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        for (var round = 1; round <= 2; round++)
        {
            await ChangeAsync($"/v1/customers/{world.Id}", $$"""{"name":"Round {{round}}"}""");
            await ChangeAsync($"/v1/customers/{world.Id}", $$"""{"name":"Round {{round}}"}""");
            await world.AssessAsync(ticket, "question");
            await WaiveAsync();
            await WaiveAsync();
        }

        var findings = new List<AuditFinding>();
        await new AuditVerifier(Database).VerifyAsync(findings.Add);
        Assert.Empty(findings);

        async Task ChangeAsync(string path, string body) =>
            (await desk.Admin.SendAsync(HttpMethod.Patch, path, body)).Must(HttpStatusCode.OK);
        async Task WaiveAsync() =>
            (await world.Lead.PostAsync($"/v1/tickets/{ticket}/waivers", """{"reason":"Goodwill"}""")).Must(
                HttpStatusCode.OK
            );
    }

    [Fact]
    public async Task Admins_read_who_did_what_and_from_where()
    {
        var world = await WorkAsync();
        var ticket = await world.OpenAsync();
        var history = (await world.Admin.GetAsync($"/v1/audit?trail=history&subject={ticket}")).Must(HttpStatusCode.OK);
        var opened = history.Json.GetProperty("items")[0];
        Assert.StartsWith("127.0.0.1 token ", opened.GetProperty("source").GetString());

        var ledger = await world.Admin.GetAsync($"/v1/audit?trail=ledger&subject={world.Id}");
        Assert.Equal(50, ledger.Must(HttpStatusCode.OK).Json.GetProperty("items")[0].GetProperty("after").GetInt64());

        var rights = (await world.Admin.GetAsync("/v1/audit?limit=100")).Must(HttpStatusCode.OK).Body;
        foreach (var kind in (string[])["tokenMade", "personInvited", "personAccepted", "signedIn", "signInFailed"])
        {
            Assert.Contains($"\"kind\":\"{kind}\"", rights);
        }

        Assert.DoesNotContain(Somebody.Password, rights);
        Assert.DoesNotContain("passwordHash", rights, StringComparison.OrdinalIgnoreCase);
        (await world.Lead.GetAsync("/v1/audit")).Must(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("trail=everything", "trail")]
    [InlineData("trail=history", "subject")]
    public async Task Wrong_questions_are_refused_by_name(string query, string field) =>
        Assert.Equal(field, (await desk.Admin.GetAsync($"/v1/audit?{query}")).Text("field"));

    [Fact]
    public async Task A_policy_that_comes_into_force_leaves_a_row()
    {
        var policy = (await desk.Admin.GetAsync("/v1/policy")).Must(HttpStatusCode.OK).Json.GetProperty("version");
        var history = await desk.Admin.GetAsync("/v1/audit?trail=history&subject=pol-current");
        Assert.Contains($"\"version\":\"{policy}\"", history.Must(HttpStatusCode.OK).Body);
    }

    public async Task InitializeAsync() => desk = await DeskHost.StartAsync(DeskHost.Unlimited);

    public Task DisposeAsync() => desk.DisposeAsync();

    /// <summary>Tickets, charges, refunds, a chat's and an enquiry's words, people who sign in and fail.</summary>
    private async Task<World> WorkAsync()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.ProposeAsync();
        await world.Customer.PostAsync($"/v1/tickets/{ticket}/consents", """{"revision":1,"decision":"accept"}""");
        await world.AssessAsync(ticket, "configuration");
        await world.Lead.PostAsync(
            $"/v1/customers/{world.Id}/credits/adjustments",
            """{"credits":5,"reason":"line\r\nbreak"}"""
        );
        await world.Customer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"a\r\nb"}""");
        await world.EnquireAsync();
        var owner = await Somebody.AcceptedAsync(desk, "customer", world.Id);
        using var browser = new Pages.PageBrowser(desk.Address);
        await owner.SignInAsync(browser, "wrong one 4711");
        await owner.SignInAsync(browser);
        return world;
    }
}
