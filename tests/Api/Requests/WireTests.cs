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

/// <summary>
/// The JSON of answers over HTTP and of messages on hubs, whatever types they are made from: <c>wire.json</c> holds it. A
/// message may get new fields, an answer only with its line there.
/// </summary>
[Collection(DeskTests.Name)]
public sealed class WireTests(DeskHost desk)
{
    private static readonly JsonObject Written = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Checkout.Root, "tests/Api/Requests/wire.json")))!
        .AsObject();

    private static readonly Dictionary<string, object> Answers = new()
    {
        ["ticket, to staff"] = WireSamples.Ticket,
        ["ticket, to its customer"] = WireSamples.Ticket with
        {
            Assignee = WireSamples.Ticket.Assignee!.SeenBy(WireSamples.Customer),
        },
        ["ticket that just began"] = WireSamples.NewTicket,
        ["ticket in a list, to staff"] = WireSamples.Card.SeenBy(WireSamples.Engineer),
        ["ticket in a list, to its customer"] = WireSamples.Card.SeenBy(WireSamples.Customer),
        ["queue"] = new QueueSnapshot("epoch", 7, [WireSamples.Item, WireSamples.NewItem]),
        ["state of a ticket"] = TicketState.Of(WireSamples.Receipt),
        ["assessment that was made"] = MadeAssessment.Of(WireSamples.Receipt),
        ["chat, to staff"] = WireSamples.Chat.SeenBy(WireSamples.Engineer),
        ["chat, to its customer"] = WireSamples.Chat.SeenBy(WireSamples.Customer),
        ["message of a chat"] = WireSamples.Chat.Newest,
        ["state of a chat"] = new ChatReceipt(WireSamples.Chat.Id, 3, ChatStatus.Ticket, 2, 12),
        ["statement, charge"] = WireSamples.Charge,
        ["statement, adjustment"] = WireSamples.Adjustment,
        ["entry that was made"] = new CreditReceipt(4, new(-20), new(80)),
        ["account"] = WireSamples.Account,
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

    public static TheoryData<string> AnswerNames => [.. Answers.Keys];

    public static TheoryData<string> MessageNames => [.. Messages.Keys];

    [Theory]
    [MemberData(nameof(AnswerNames))]
    public void An_answer_is_written_as_it_was(string name)
    {
        var sent = JsonSerializer.SerializeToNode(Answers[name], OverHttp);
        Assert.True(JsonNode.DeepEquals(Written[name], sent), $"{name}: {sent?.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void A_message_has_every_field_that_it_had(string name)
    {
        var sent = JsonSerializer.SerializeToNode(Messages[name], OnHubs);
        Assert.True(Holds(sent, Written[name]), $"{name}: {sent?.ToJsonString()}");
    }

    private static bool Holds(JsonNode? sent, JsonNode? written) =>
        (sent, written) switch
        {
            (JsonObject whole, JsonObject known) => known.All(field =>
                whole.TryGetPropertyValue(field.Key, out var value) && Holds(value, field.Value)
            ),
            (JsonArray whole, JsonArray known) => whole.Count == known.Count
                && whole.Zip(known).All(pair => Holds(pair.First, pair.Second)),
            _ => JsonNode.DeepEquals(sent, written),
        };

    private JsonSerializerOptions OverHttp =>
        desk.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    private JsonSerializerOptions OnHubs =>
        desk.Services.GetRequiredService<IOptions<JsonHubProtocolOptions>>().Value.PayloadSerializerOptions;
}
