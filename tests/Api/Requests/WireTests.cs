using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Queues;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>The JSON of answers over HTTP and of messages on hubs, whatever types they are made from: <c>wire.json</c> holds it.</summary>
[Collection(DeskTests.Name)]
public sealed class WireTests(DeskHost desk)
{
    private static readonly JsonObject Written = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Checkout.Root, "tests/Api/Requests/wire.json")))!
        .AsObject();

    private static readonly Dictionary<string, object> Answers = new()
    {
        ["ticket, to staff"] = TicketBody.Of(WireSamples.Ticket, WireSamples.Engineer),
        ["ticket, to its customer"] = TicketBody.Of(WireSamples.Ticket, WireSamples.Customer),
        ["ticket that just began"] = TicketBody.Of(WireSamples.NewTicket, WireSamples.Engineer),
        ["ticket in a list, to staff"] = TicketRow.Of(WireSamples.Card, WireSamples.Engineer),
        ["ticket in a list, to its customer"] = TicketRow.Of(WireSamples.Card, WireSamples.Customer),
        ["queue"] = QueueBody.Of(new("epoch", 7, [WireSamples.Item, WireSamples.NewItem])),
        ["state of a ticket"] = TicketState.Of(WireSamples.Receipt),
        ["assessment that was made"] = MadeAssessment.Of(WireSamples.Receipt),
        ["chat, to staff"] = ChatBody.Of(WireSamples.Chat, WireSamples.Engineer),
        ["chat, to its customer"] = ChatBody.Of(WireSamples.Chat, WireSamples.Customer),
        ["message of a chat"] = ChatMessageBody.Of(WireSamples.Chat.Newest),
        ["state of a chat"] = ChatState.Of(new(WireSamples.Chat.Id, 3, ChatStatus.Ticket, 2, 12)),
        ["statement, charge"] = EntryRowBody.Of(WireSamples.Charge),
        ["statement, adjustment"] = EntryRowBody.Of(WireSamples.Adjustment),
        ["entry that was made"] = EntryReceipt.Of(new(4, -20, 80)),
        ["account"] = AccountBody.Of(WireSamples.Account),
    };

    private static readonly Dictionary<string, object> Messages = new()
    {
        ["hub: snapshot of the board"] = new BoardSnapshot(
            "epoch",
            7,
            WireSamples.At,
            WireSamples.At,
            BoardRows.Of(new QueueSnapshot("epoch", 7, [WireSamples.Item, WireSamples.NewItem]))
        )
        {
            Build = "build",
        },
        ["hub: delta of the board"] = BoardRows.Of(new QueueDelta("epoch", 8, [WireSamples.Item], [13])),
        ["hub: act on the board"] = new ActAnswer(12),
        ["hub: refused act on the board"] = new ActAnswer(null, "forbidden", "No."),
        ["hub: chat, to staff"] = ChatRows.Of(WireSamples.Chat, WireSamples.Engineer),
        ["hub: chat, to its customer"] = ChatRows.Of(WireSamples.Chat, WireSamples.Customer),
        ["hub: act on a chat"] = ChatRows.Of(new ChatReceipt(WireSamples.Chat.Id, 3, ChatStatus.Taken, 2, null)),
        ["hub: ticket that is followed"] = new TicketFollowing(9, [new("eng-1", "Noor")]),
    };

    public static TheoryData<string> Names => [.. Answers.Keys, .. Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_is_as_it_was(string name)
    {
        var sent = JsonSerializer.SerializeToNode(
            Answers.GetValueOrDefault(name) ?? Messages[name],
            Answers.ContainsKey(name) ? OverHttp : OnHubs
        );
        Assert.True(JsonNode.DeepEquals(Written[name], sent), $"{name}: {sent?.ToJsonString()}");
    }

    private JsonSerializerOptions OverHttp =>
        desk.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    private JsonSerializerOptions OnHubs =>
        desk.Services.GetRequiredService<IOptions<JsonHubProtocolOptions>>().Value.PayloadSerializerOptions;
}
