using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Reports;

/// <summary>The check of the ledger over HTTP and on its page, on books that were altered by hand.</summary>
public sealed class LedgerApiTests : IAsyncLifetime
{
    private const string Withdrawn = "status = 'withdrawn', desk = NULL";
    private DeskHost? host;

    private DeskHost Desk => host ?? throw new InvalidOperationException("The desk has not been started.");

    public async Task InitializeAsync() => host = await DeskHost.StartAsync(DeskHost.Unlimited);

    public Task DisposeAsync() => Desk.DisposeAsync();

    [Fact]
    public async Task D12_What_ended_tickets_still_cost_and_what_is_in_flight_for_long_are_findings()
    {
        var world = await World.CreateAsync(Desk);
        var paid = await world.OpenAsync(""","preAgreedUpTo":20""");
        await world.AssessAsync(paid, "investigation");
        var waits = await world.OpenAsync(""","preAgreedUpTo":60""");
        (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{waits}/assessments",
                """{"category":"complexModification","credits":60}"""
            )
        ).Must(HttpStatusCode.Created);
        var stuck = await world.OpenAsync();
        Assert.Equal(JsonValueKind.True, (await CheckAsync(world, "agrees")).ValueKind);

        var database = Desk.Services.GetRequiredService<Database>();
        await using (var connection = await database.OpenWriteAsync())
        {
            await connection.ExecuteAsync(
                $"UPDATE cards SET {Withdrawn} WHERE kind = 'ticket' AND rank IN (@paid, @waits)",
                new { paid, waits }
            );
            await connection.ExecuteAsync(
                "UPDATE cards SET pending_since = 1 WHERE kind = 'ticket' AND rank = @stuck",
                new { stuck }
            );
            await connection.ExecuteAsync(
                """
                INSERT INTO history (grain_key, seq, at, kind, actor, body)
                SELECT grain_key, 1000, 1, 'ticketWithdrawn', 'usr', '{}' FROM cards WHERE kind = 'ticket' AND rank = @paid
                """,
                new { paid }
            );
        }

        Assert.Equal(JsonValueKind.False, (await CheckAsync(world, "agrees")).ValueKind);
        Assert.Equal((waits, 60), FindingOf(await CheckAsync(world, "waitingAfterEnd")));
        Assert.Equal((paid, 20), FindingOf(await CheckAsync(world, "chargedAfterEnd")));
        var inFlight = Assert.Single((await CheckAsync(world, "inFlight")).EnumerateArray());
        Assert.Equal(stuck, inFlight.GetProperty("number").GetInt64());

        using var browser = new PageBrowser(Desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        var page = await browser.GetAsync("/ledger");
        Assert.All(
            (long[])[paid, waits, stuck],
            ticket => Assert.Contains($"""href="/tickets/{ticket}">""", page.Html, StringComparison.Ordinal)
        );
    }

    private static async Task<JsonElement> CheckAsync(World world, string name) =>
        (await world.Lead.GetAsync("/v1/ledger")).Must(HttpStatusCode.OK).Json.GetProperty(name);

    private static (long Number, long Credits) FindingOf(JsonElement findings)
    {
        var finding = Assert.Single(findings.EnumerateArray());
        return (finding.GetProperty("number").GetInt64(), finding.GetProperty("credits").GetInt64());
    }
}
