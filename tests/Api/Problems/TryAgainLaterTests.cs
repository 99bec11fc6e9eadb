using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Storage;
using Xunit;

namespace Tallydesk.Tests.Problems;

/// <summary>What can't be finished at the moment is a refusal that says how to go on.</summary>
[Collection(DeskTests.Name)]
public sealed class TryAgainLaterTests(DeskHost desk)
{
    [Fact]
    public async Task D10_A_charge_that_the_database_refuses_is_told_with_its_wait_and_taken_when_it_is_repeated()
    {
        var world = await World.CreateAsync(desk);
        var path = $"/v1/tickets/{await world.OpenAsync()}/assessments";
        const string question = """{"category":"question"}""";
        await ExecuteAsync(
            $"""
            CREATE TRIGGER planned BEFORE INSERT ON entries WHEN NEW.account = '{new CustomerId(world.Id).Account}'
            BEGIN SELECT RAISE(ABORT, 'planned'); END
            """
        );
        // The other clients of these tests repeat what is answered with this status.
        using var once = new HttpClient { BaseAddress = desk.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(question, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", await World.TokenAsync(desk.Admin, "Erin", "engineer"));
        request.Headers.Add("Idempotency-Key", "charge");
        using var refused = await once.SendAsync(request);
        await ExecuteAsync("DROP TRIGGER planned");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(["1"], refused.Headers.GetValues("Retry-After"));
        var problem = await refused.Content.ReadAsStringAsync();
        Assert.Contains("\"code\":\"try_again_later\"", problem, StringComparison.Ordinal);
        Assert.Contains("was saved and will be completed", problem, StringComparison.Ordinal);
        var same = desk.Client(request.Headers.Authorization.Parameter);
        var done = (await same.PostAsync(path, question, "charge")).Must(HttpStatusCode.Created);
        Assert.Equal(5, done.Number("charged"));
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = await desk.Services.GetRequiredService<Database>().OpenWriteAsync();
        await connection.ExecuteAsync(statement);
    }
}
