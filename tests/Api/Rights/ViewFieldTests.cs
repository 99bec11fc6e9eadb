using System.Net;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Rights;

/// <summary>Who reads which field of the API's answers.</summary>
public sealed class ViewFieldTests(ChatDesk chats, ITestOutputHelper output) : IClassFixture<ChatDesk>
{
    private static readonly Dictionary<(string Schema, string Field), Who> Reviewed = ViewTable
        .Fields.SelectMany(line => line.Fields.Split(' ').Select(field => ((line.Schema, field), line.Who)))
        .ToDictionary();

    private static IEnumerable<ReviewedRoute> Routes =>
        RightsTable.Routes.Where(route => route.Path.StartsWith("/v1", StringComparison.Ordinal));

    [Fact]
    public async Task Every_field_of_an_answer_is_in_the_table_and_nothing_else()
    {
        var schemas = await SchemasAsync();
        var borne = new Dictionary<(string Schema, string Field), Who>();
        foreach (var route in Routes)
        {
            foreach (var field in schemas.AnswerOf(route) is { } answer ? schemas.FieldsOf(answer) : [])
            {
                borne[field] = borne.GetValueOrDefault(field, Who.Nobody) | route.Who;
            }
        }

        var missing = borne
            .Where(field => !Reviewed.ContainsKey(field.Key))
            .GroupBy(field => (field.Key.Schema, field.Value), field => field.Key.Field)
            .Select(group => $"{group.Key.Schema} ({group.Key.Value}): {string.Join(' ', group)}");
        Assert.True(!missing.Any(), $"Say who may read: {string.Join('\n', missing)}");
        Assert.Empty(Reviewed.Keys.Except(borne.Keys));
        Assert.Empty(Reviewed.Where(field => !borne[field.Key].HasFlag(field.Value)).Select(field => field.Key));
    }

    [Fact]
    public async Task Nobody_is_answered_a_field_that_is_not_theirs()
    {
        var schemas = await SchemasAsync();
        var mine = await Things.CreateAsync(chats);
        (await mine.World.Lead.PostAsync($"/v1/tickets/{mine["$ticket"]}/claim")).Must(HttpStatusCode.OK);
        (await mine.World.Engineer.PostAsync($"/v1/chats/{mine["$chat"]}/taking")).Must(HttpStatusCode.OK);
        var readers = new (Who Who, ApiClient Client)[]
        {
            (Who.Customer, mine.World.Customer),
            (Who.Engineer, mine.World.Engineer),
            (Who.Lead, mine.World.Lead),
            (Who.Admin, mine.World.Admin),
            (Who.System, mine.World.System),
        };
        var seen = readers.ToDictionary(reader => reader.Who, _ => new HashSet<(string Schema, string Field)>());
        await UrgeAsync(mine);
        var (reading, writing) = (Routes.Where(IsRead), Routes.Where(route => !IsRead(route) && !IsUpload(route)));
        foreach (var route in (IEnumerable<ReviewedRoute>)[.. reading, .. writing, .. reading])
        {
            foreach (var (who, client) in readers.Where(reader => route.Who.HasFlag(reader.Who)))
            {
                var answer = await client.SendAsync(
                    new(route.Method),
                    ReviewedRoute.Fill(route.Path, slot => mine[slot])!,
                    ReviewedRoute.Fill(route.Body, slot => mine[slot])
                );
                if (
                    (int)answer.Status is >= 200 and < 300
                    && answer.Body.Length > 0
                    && schemas.AnswerOf(route) is { } schema
                )
                {
                    seen[who].UnionWith(schemas.BorneBy(answer.Json, schema));
                }
            }
        }

        output.WriteLine(string.Join('\n', seen.Select(who => $"{who.Key}: {who.Value.Count} fields")));
        var wrong = seen.SelectMany(who =>
            who.Value.Where(field => !Reviewed[field].HasFlag(who.Key)).Select(field => $"{who.Key}: {field}")
        );
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
        // What customers must not read was there to be read.
        var withheld = Reviewed.Where(field => IsWithheld(field.Key, field.Value)).Select(field => field.Key).ToList();
        Assert.NotEmpty(withheld);
        Assert.Empty(withheld.Except(seen.Values.SelectMany(fields => fields)));
    }

    [Fact]
    public async Task H1_What_care_promises_is_shown_to_staff_only()
    {
        var mine = await Things.CreateAsync(chats);
        const string Words = "Response due";
        foreach (var (role, id) in (IEnumerable<(Who, string?)>)[(Who.Customer, mine.World.Id), (Who.Engineer, null)])
        {
            var reader = await Caller.WithTokenAsync(chats.Desk, $"{role}", role, id);
            var ticket = (await reader.Client.GetAsync($"/v1/tickets/{mine["$ticket"]}")).Must(HttpStatusCode.OK);
            var page = await reader.Browser.GetAsync($"/tickets/{mine["$ticket"]}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(role == Who.Engineer, ticket.Json.TryGetProperty("promises", out _));
            Assert.Equal(role == Who.Engineer, page.Html.Contains(Words, StringComparison.Ordinal));
        }
    }

    private static bool IsWithheld((string Schema, string Field) field, Who who) =>
        !who.HasFlag(Who.Customer)
        && Reviewed.Any(other => other.Key.Schema == field.Schema && other.Value.HasFlag(Who.Customer));

    private static bool IsRead(ReviewedRoute route) => route.Method == "GET";

    private static async Task UrgeAsync(Things mine) =>
        (
            await mine.World.Engineer.PostAsync(
                $"/v1/tickets/{mine["$ticket"]}/urgency",
                """{"urgent":true,"reason":"r"}"""
            )
        ).Must(HttpStatusCode.OK);

    private static bool IsUpload(ReviewedRoute route) => route.Path.Contains("/attachments?", StringComparison.Ordinal);

    private async Task<ApiSchemas> SchemasAsync() =>
        new((await chats.Desk.Admin.GetAsync("/openapi/v1.json")).Must(HttpStatusCode.OK).Json);
}
