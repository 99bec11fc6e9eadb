using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Storage;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Rights;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Doors;

/// <summary>Doors × acts: the same input comes to the same refusal, or to the same events, through REST, a page's form and a hub.</summary>
public sealed partial class DoorTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    /// <summary>Fields that forms name otherwise than REST does.</summary>
    private static readonly Dictionary<string, string> FormNames = new(StringComparer.Ordinal)
    {
        ["licenseNumber"] = "license",
        ["preAgreedUpTo"] = "ceiling",
        ["messageIds"] = "messages",
        ["customerId"] = "customer",
        ["expiresAt"] = "days",
        ["upgrade.from"] = "from",
    };

    /// <summary>Fields that no page lets anybody type: what is wrong with them is said above the form.</summary>
    private static readonly string[] Untyped = ["revision", "decision", "kind", "id"];

    private readonly Dictionary<Who, Caller> callers = [];

    private DeskHost Desk => chats.Desk;

    [Fact]
    public void Every_act_is_in_the_table_or_has_one_door()
    {
        var rest = RightsTable.Routes.Where(route => route is { IsPage: false, Method: not "GET" }).Select(RouteOf);
        var forms = FormTable.Forms.Select(form => form.Path);
        var told = DoorTable.Acts.SelectMany(act => new[] { act.Rest, act.Form }).OfType<string>();
        Assert.Equal(rest.Concat(forms).Distinct().Order(), told.Concat(DoorTable.OneDoor.Keys).Distinct().Order());
        Assert.Empty(told.Intersect(DoorTable.OneDoor.Keys));

        var hubs = HubMatrixTests.Methods.Where(one => one.Arguments.Contains("$command"));
        Assert.Equal(
            hubs.Select(one => (one.Hub, one.Method)).Order(),
            DoorTable.Acts.Select(act => act.Hub).OfType<(string, string)>().Order()
        );
    }

    [Fact]
    public async Task A_wrong_input_is_refused_alike_through_every_door()
    {
        var things = await Things.CreateAsync(chats);
        var wrong = new List<string>();
        foreach (var act in DoorTable.Acts.Where(act => act.Bad.Count > 0))
        {
            var (own, caller) = await ReadyAsync(things, act, act.BadReady ?? act.Ready);
            foreach (var input in act.Bad)
            {
                var rest = await RestAsync(caller, act, input, own);
                if ((int)rest.Status < 400)
                {
                    wrong.Add($"{act} {Short(input.Json)}: {(int)rest.Status} {rest.Body}");
                    continue;
                }

                var refusal = (rest.Code, Field: Field(rest), Detail: rest.Text("detail"));

                if (input.Form is not null && await FormAsync(caller, act, input, own) is var page)
                {
                    var shown = RefusalOf(page);
                    var field =
                        refusal.Field is { } name && !IsUntyped(act, name) ? FormNameOf(name, act) : shown.Field;
                    // The page says the label where the API says the field's name.
                    var detail = refusal.Field is { } api
                        ? FieldLabels.InPlaceOfName(refusal.Detail, api)
                        : refusal.Detail;
                    if ((int)page.Status != 422 || shown != (field, detail))
                    {
                        wrong.Add($"{act} {Short(input.Form)}: {(int)page.Status} {shown}, REST {refusal}");
                    }
                }

                if (input.Hub is not null && await HubAsync(caller, act, input, own) is var answer)
                {
                    var told = (answer.GetProperty("code").GetString(), answer.GetProperty("detail").GetString());
                    if (told != (refusal.Code, refusal.Detail))
                    {
                        wrong.Add($"{act} {Short(input.Json)}: the hub says {told}, REST {refusal}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_right_input_leaves_the_same_events_through_every_door()
    {
        var things = await Things.CreateAsync(chats);
        var wrong = new List<string>();
        foreach (var act in DoorTable.Acts)
        {
            var rest = await LeftAsync(act, things, (caller, own) => RestAsync(caller, act, act.Good, own));
            if (rest.Length == 0)
            {
                wrong.Add($"{act}: leaves nothing");
            }

            if (
                act.Form is not null
                && await LeftAsync(act, things, (caller, own) => FormAsync(caller, act, act.Good, own)) is var page
                && page != rest
            )
            {
                wrong.Add($"{act}: the form leaves {page}, REST {rest}");
            }

            if (
                act.Hub is not null
                && await LeftAsync(act, things, (caller, own) => HubAsync(caller, act, act.Good, own)) is var hub
                && hub != rest
            )
            {
                wrong.Add($"{act}: the hub leaves {hub}, REST {rest}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string RouteOf(ReviewedRoute route) => $"{route.Method} {route.Path.Split('?')[0]}";

    private async Task<(Things Own, Caller Caller)> ReadyAsync(Things things, ReviewedAct act, Preparation? ready)
    {
        var own = things.Copy();
        var caller =
            act.Who == Who.Visitor ? await Caller.VisitorAsync(Desk)
            : callers.TryGetValue(act.Who, out var known) ? known
            : callers[act.Who] = await Caller.WithTokenAsync(
                Desk,
                $"{act.Who}",
                act.Who,
                act.Who == Who.Customer ? things.World.Id : null
            );
        return (own, ready is null ? caller : await ready(own, caller));
    }

    private static Task<ApiAnswer> RestAsync(Caller caller, ReviewedAct act, DoorInput input, Things own)
    {
        var (method, path) = (act.Rest.Split(' ')[0], act.Rest.Split(' ')[1]);
        return caller.Client.SendAsync(
            new(method),
            ReviewedRoute.Fill(path, slot => own[slot])!,
            ReviewedRoute.Fill(input.Json, slot => own[slot])
        );
    }

    private static Task<Seen> FormAsync(Caller caller, ReviewedAct act, DoorInput input, Things own) =>
        caller.SendAsync(new("POST", act.Form!, act.Who, null, input.Form), slot => own[slot]);

    private async Task<JsonElement> HubAsync(Caller caller, ReviewedAct act, DoorInput input, Things own)
    {
        await using var hub = HubClient.To(Desk, act.Hub!.Value.Name, caller.Client.Token);
        await hub.StartAsync();
        var arguments = input.Hub!.Select(argument =>
            argument is not string text ? argument
            : text == "$ticket" ? long.Parse(own[text])
            : ReviewedRoute.Fill(text, slot => own[slot])
        );
        return await hub.InvokeCoreAsync<JsonElement>(act.Hub.Value.Method, [.. arguments, $"{Guid.CreateVersion7()}"]);
    }

    /// <summary>The kinds of records that an act leaves under its actor's name, each with how many there are.</summary>
    private async Task<string> LeftAsync<T>(ReviewedAct act, Things things, Func<Caller, Things, Task<T>> send)
    {
        var (own, caller) = await ReadyAsync(things, act, act.Ready);
        var actor = act.Who == Who.Visitor ? Actor.Visitor.Id : caller.Id;
        var before = await RecordsAsync(actor);
        await send(caller, own);
        var after = await RecordsAsync(actor);
        return string.Join(
            ' ',
            after
                .Select(kind => (kind.Key, Count: kind.Value - before.GetValueOrDefault(kind.Key)))
                .Where(kind => kind.Count > 0)
                .Select(kind => $"{kind.Count}×{kind.Key}")
                .Order(StringComparer.Ordinal)
        );
    }

    private async Task<IReadOnlyDictionary<string, long>> RecordsAsync(string actor)
    {
        await using var connection = await Desk.Services.GetRequiredService<Database>().OpenReadAsync();
        var counts = await connection.QueryAsync<(string Kind, long Count)>(
            """
            SELECT kind, count(*) FROM (
                SELECT kind, actor FROM history
                UNION ALL SELECT kind, actor FROM entries
                UNION ALL SELECT kind, actor FROM rights_changes
            ) AS records WHERE actor = @actor GROUP BY kind
            """,
            new { actor }
        );
        return counts.ToDictionary(kind => kind.Kind, kind => kind.Count);
    }

    private static string? Field(ApiAnswer answer) =>
        answer.Json.TryGetProperty("field", out var field) ? field.GetString() : null;

    private static bool IsUntyped(ReviewedAct act, string field) =>
        Untyped.Contains(field) || (act.Form == "/canned-replies/removal" && field == "title");

    /// <summary>What a form calls a field of REST.</summary>
    private static string FormNameOf(string field, ReviewedAct act) =>
        field == "customerId" && act.Form == "/people/" ? field : FormNames.GetValueOrDefault(field, field);

    /// <summary>The field and the sentence by which a page refuses: at its field, or else above the form.</summary>
    private static (string? Field, string? Sentence) RefusalOf(Seen page) =>
        AtField().Match(page.Body) is { Success: true } at ? (Text(at, "field"), Text(at, "why"))
        : Above().Match(page.Body) is { Success: true } above ? (null, Text(above, "why"))
        : (null, null);

    private static string? Text(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    private static string Short(string? text) => text is { Length: > 100 } ? text[..100] + "…" : text ?? "";

    [GeneratedRegex("class=\"wrong\" data-wrong=\"(?<field>[^\"]+)\">(?<why>[^<]+)</p>", RegexOptions.NonBacktracking)]
    private static partial Regex AtField();

    [GeneratedRegex("class=\"wrong\" role=\"alert\"[^>]*>(?<why>[^<]+)</", RegexOptions.NonBacktracking)]
    private static partial Regex Above();
}
