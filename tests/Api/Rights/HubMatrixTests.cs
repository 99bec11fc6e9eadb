using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Chats;
using Tallydesk.Queues;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>Every method of every hub × every role × whose things are named.</summary>
public sealed class HubMatrixTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    /// <summary>Hub, method, whom it serves, and its arguments but for the command id; <c>$</c> begins what the table of routes names too.</summary>
    internal static readonly (string Hub, string Method, Who Who, object?[] Arguments)[] Methods =
    [
        ("queue", nameof(IQueueHub.Subscribe), Who.Staff, ["$desk"]),
        ("queue", nameof(IQueueHub.Begin), Who.Staff, ["$desk"]),
        ("queue", nameof(IQueueHub.Rest), Who.Staff, [0]),
        ("queue", nameof(IQueueHub.Claim), Who.Staff, ["$ticket", "$command"]),
        ("queue", nameof(IQueueHub.Release), Who.Staff, ["$ticket", "$command"]),
        ("queue", nameof(IQueueHub.Next), Who.Staff, ["$desk", "$command"]),
        ("queue", nameof(IQueueHub.Views), Who.Staff, []),
        ("queue", nameof(IQueueHub.KeepView), Who.Staff, ["$desk", BoardFilter.All]),
        ("queue", nameof(IQueueHub.ForgetView), Who.Staff, ["$desk"]),
        ("tickets", nameof(ITicketHub.Follow), Who.CustomerOrStaff, ["$ticket"]),
        ("tickets", nameof(ITicketHub.Reply), Who.Staff, ["$ticket", true]),
        ("chat", nameof(IChatHub.Follow), Who.CustomerOrStaff, []),
        ("chat", nameof(IChatHub.Read), Who.CustomerOrStaff, ["$chat", 0L]),
        ("chat", nameof(IChatHub.Start), Who.Customer, ["$license", "Hello?", "$command"]),
        ("chat", nameof(IChatHub.Say), Who.CustomerOrStaff, ["$chat", "words", "$command"]),
        ("chat", nameof(IChatHub.Take), Who.Staff, ["$chat", "$command"]),
        ("chat", nameof(IChatHub.MakeTicket), Who.Staff, ["$chat", "subject", null, null, "$command"]),
        ("chat", nameof(IChatHub.Close), Who.CustomerOrStaff, ["$chat", "$command"]),
    ];

    private DeskHost Desk => chats.Desk;

    /// <summary>Every role.</summary>
    public static TheoryData<string> Roles => ["Customer", "Engineer", "Lead", "Admin", "System"];

    [Fact]
    public void Every_method_is_in_the_table_and_nothing_else()
    {
        var offered = new[] { typeof(QueueHub), typeof(TicketHub), typeof(ChatHub) }
            .SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.Name.StartsWith("On", StringComparison.Ordinal))
            .Select(method => $"{method.DeclaringType!.Name} {method.Name}");
        var mapped = Desk
            .Endpoints.Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => path.StartsWith("/hubs/", StringComparison.Ordinal))
            .Select(path => path.Split('/')[2])
            .Distinct();

        Assert.Equal(
            Methods
                .Select(one => $"{char.ToUpperInvariant(one.Hub[0])}{one.Hub[1..].TrimEnd('s')}Hub {one.Method}")
                .Order(),
            offered.Order()
        );
        Assert.Equal(Methods.Select(one => one.Hub).Distinct().Order(), mapped.Order());
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_is_served_what_the_table_says(string role)
    {
        var (mine, theirs) = (await Things.CreateAsync(chats), await Things.CreateAsync(chats));
        var who = Enum.Parse<Who>(role);
        var token = who switch
        {
            Who.Customer => mine.World.Customer,
            Who.Engineer => mine.World.Engineer,
            Who.Lead => mine.World.Lead,
            Who.Admin => mine.World.Admin,
            _ => mine.World.System,
        };
        var wrong = new List<string>();
        foreach (var (hub, method, allowed, arguments) in Methods)
        {
            await using var connection = Connection(hub, token);
            if (!Methods.Any(one => one.Hub == hub && one.Who.HasFlag(who)))
            {
                var refused = await Assert.ThrowsAnyAsync<Exception>(() => connection.StartAsync());
                Assert.Contains("403", refused.Message, StringComparison.Ordinal);
                continue;
            }

            await connection.StartAsync();
            Task<string> CallAsync(Func<string, string> thing) => InvokeAsync(connection, method, arguments, thing);
            var absent = await CallAsync(Things.Absent);
            if (who == Who.Customer)
            {
                var foreign = await CallAsync(slot => theirs[slot]);
                if (foreign != absent)
                {
                    wrong.Add($"{method} of another: {foreign}, absent: {absent}");
                }
            }

            var own = await CallAsync(slot => mine[slot]);
            var isRefused = own.Contains("forbidden", StringComparison.Ordinal);
            var namesThings = arguments.Any(argument => argument is string and ['$', ..]);
            if (allowed.HasFlag(who) ? isRefused || (own == absent && namesThings) : !isRefused)
            {
                wrong.Add($"{method} own: {own}");
            }

            if (who == Who.Customer && own.Contains(theirs["$chat"], StringComparison.Ordinal))
            {
                wrong.Add($"{method} tells of another: {own}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_customer_hears_of_staff_by_name_only()
    {
        var mine = await Things.CreateAsync(chats);
        var (world, ticket, chat) = (mine.World, mine["$ticket"], mine["$chat"]);
        await using var ticketHub = Connection("tickets", world.Customer);
        await using var chatHub = Connection("chat", world.Customer);
        await ticketHub.StartAsync();
        await chatHub.StartAsync();
        var pushed = new ConcurrentQueue<string>();
        chatHub.On<JsonElement>(nameof(IChatClient.Changed), row => pushed.Enqueue(row.GetRawText()));
        await InvokeAsync(chatHub, nameof(IChatHub.Follow), [], slot => mine[slot]);
        (await world.Engineer.PostAsync($"/v1/chats/{chat}/messages", """{"body":"Seen."}""")).Must(
            HttpStatusCode.Created
        );
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/claim")).Must(HttpStatusCode.OK);
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Seen."}""")).Must(
            HttpStatusCode.Created
        );
        var me = (await world.Engineer.GetAsync("/v1/me")).Must(HttpStatusCode.OK);
        var (id, name) = (me.Text("id"), me.Text("name"));
        await Eventually.HoldsAsync(
            () => Task.FromResult(pushed.Any(row => row.Contains(name, StringComparison.Ordinal))),
            () => string.Join('\n', pushed)
        );

        var heard = new List<string>(pushed)
        {
            await InvokeAsync(chatHub, nameof(IChatHub.Follow), [], slot => mine[slot]),
            await InvokeAsync(chatHub, nameof(IChatHub.Read), ["$chat", 0L], slot => mine[slot]),
            await InvokeAsync(ticketHub, nameof(ITicketHub.Follow), ["$ticket"], slot => mine[slot]),
        };
        string[] paths =
        [
            "/v1/chats",
            $"/v1/chats/{chat}",
            $"/v1/chats/{chat}/messages",
            "/v1/tickets",
            $"/v1/tickets/{ticket}/conversation",
            $"/v1/customers/{world.Id}/credits/statement.csv",
        ];
        foreach (var path in paths)
        {
            heard.Add((await world.Customer.GetAsync(path)).Must(HttpStatusCode.OK).Body);
        }

        Assert.DoesNotContain(heard, text => text.Contains(id, StringComparison.Ordinal));
        Assert.True(heard.Count(text => text.Contains(name, StringComparison.Ordinal)) > 5);
        // Staff are told, so there was an id to keep back.
        var staff = await world.Lead.GetAsync($"/v1/chats/{chat}");
        Assert.Contains(id, staff.Must(HttpStatusCode.OK).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("chat")]
    [InlineData("tickets")]
    public async Task Nobody_connects_without_a_proof_or_from_another_site(string hub)
    {
        var mine = await Things.CreateAsync(chats);
        await using var visitor = Connection(hub, Desk.Client(token: null));
        Assert.Contains("401", (await Assert.ThrowsAnyAsync<Exception>(() => visitor.StartAsync())).Message);

        using var http = new HttpClient { BaseAddress = Desk.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", mine.World.Engineer.Token);
        http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        Assert.Equal(403, (int)(await http.PostAsync($"/hubs/{hub}/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    private HubConnection Connection(string hub, ApiClient caller) => HubClient.To(Desk, hub, caller.Token);

    private static async Task<string> InvokeAsync(
        HubConnection hub,
        string method,
        object?[] arguments,
        Func<string, string> thing
    )
    {
        object? Filled(object? argument) =>
            argument is not string text ? argument
            : text == "$command" ? $"command-{Path.GetRandomFileName()}"
            : text == "$ticket" ? long.Parse(thing(text), System.Globalization.CultureInfo.InvariantCulture)
            : text.StartsWith('$') ? thing(text)
            : text;
        try
        {
            var answer = await hub.InvokeCoreAsync<JsonElement>(method, [.. arguments.Select(Filled)]);
            return answer.ValueKind == JsonValueKind.Undefined ? "null" : answer.GetRawText();
        }
        catch (HubException refused)
        {
            return refused.Message;
        }
    }
}
