using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Chats;

/// <summary>Live chats, as programs use them and as their transcripts are read later. Who may do what is the chat's to decide.</summary>
internal static class ChatEndpoints
{
    /// <summary>Adds <c>/chats</c>.</summary>
    public static void MapChats(this IEndpointRouteBuilder v1)
    {
        var chats = v1.MapGroup("/chats").WithTags("Chats").RequireAuthorization(Rights.CustomerOrStaff);
        chats
            .MapPost("", StartAsync)
            .Produces<ChatReceipt>(StatusCodes.Status201Created)
            .WithSummary("Starts a chat about a license with VIP care. Only its owner can do this.")
            .WithDescription(
                "During support hours, engineers see the chat immediately. If nobody has taken it when support closes, it becomes a ticket. "
                    + "Outside support hours it becomes a ticket immediately: status is ticket, and ticket is its number."
            );
        chats
            .MapGet("", ListAsync)
            .Produces<ListBody<ChatView>>()
            .WithSummary("Lists chats, newest first. Staff see all chats, customers see their own.");

        var chat = chats.MapGroup("/{id}").AddEndpointFilter(new KeyShape(ChatId.Prefix));
        chat.MapGet("", ViewAsync).Produces<ChatView>().WithSummary("Returns a chat.");
        chat.MapGet("/messages", ReadAsync)
            .Produces<ListBody<ChatMessage>>()
            .WithSummary("Returns the transcript, oldest message first.");
        chat.MapPost("/messages", SayAsync)
            .Produces<ChatReceipt>(StatusCodes.Status201Created)
            .WithSummary("Posts a message. A staff member who answers a waiting chat takes it.");
        chat.MapPost("/taking", TakeAsync)
            .Produces<ChatReceipt>()
            .WithSummary("Takes the chat. Engineers can take waiting chats; leads can also take over a colleague's.");
        chat.MapPost("/ticket", MakeTicketAsync)
            .Produces<ChatReceipt>()
            .WithSummary("Turns the chat into a ticket for the customer. Staff only.")
            .WithDescription(
                "A chat becomes only one ticket, no matter how often this is requested. The transcript is copied to it."
            );
        chat.MapPost("/closing", CloseAsync)
            .Produces<ChatReceipt>()
            .WithSummary("Ends the chat.")
            .WithDescription(
                "When staff end it, it is kept as answered; the newest message must be theirs. When the customer ends it, an unanswered question becomes a ticket."
            );
    }

    private static async Task<IResult> StartAsync(NewChat body, Command command, ChatActs acts) =>
        (await acts.StartAsync(command.Context, body)).Created(
            receipt => receipt,
            receipt => $"/v1/chats/{receipt.Id}"
        );

    private static async Task<IResult> ListAsync(PageRequest page, Caller caller, ChatQueries chats, string? status)
    {
        var rows = await chats.PageAsync(
            caller.Actor.Customer?.Value,
            StatusOf(status) is { } only ? [only] : [],
            page.Limit + 1,
            page.AfterPlace()
        );
        return TypedResults.Ok(page.Of(rows, chat => chat.SeenBy(caller.Actor)));
    }

    private static async Task<IResult> ViewAsync(string id, Caller caller, IGrainFactory grains, HttpResponse response)
    {
        var view = await Chat(grains, id).ViewAsync(caller.Actor);
        return view.Versioned(response, found => found.Version, found => found);
    }

    private static async Task<IResult> ReadAsync(
        string id,
        PageRequest page,
        Caller caller,
        IGrainFactory grains,
        ChatQueries chats
    )
    {
        var view = await Chat(grains, id).ViewAsync(caller.Actor);
        if (!view.Ok)
        {
            return Problem.Of(view.Refusal);
        }

        var messages = await chats.MessagesAfterAsync(view.Value.Id, page.AfterSeq(), page.Limit + 1);
        return TypedResults.Ok(page.Of(messages, message => message, message => message.Id.ToString()));
    }

    private static async Task<IResult> SayAsync(string id, NewChatMessage body, Command command, ChatActs acts) =>
        (await acts.SayAsync(command.Context, id, body)).Created(receipt => receipt);

    private static async Task<IResult> TakeAsync(string id, Command command, ChatActs acts) =>
        (await acts.TakeAsync(command.Context, id)).Ok(receipt => receipt);

    private static async Task<IResult> MakeTicketAsync(string id, NewChatTicket body, Command command, ChatActs acts) =>
        (await acts.MakeTicketAsync(command.Context, id, body)).Ok(receipt => receipt);

    private static async Task<IResult> CloseAsync(string id, Command command, ChatActs acts) =>
        (await acts.CloseAsync(command.Context, id)).Ok(receipt => receipt);

    private static IChatGrain Chat(IGrainFactory grains, string id) => grains.GetGrain<IChatGrain>(id);

    private static ChatStatus? StatusOf(string? status) =>
        QueryField.ValueOf<ChatStatus>("status", status, "status must be waiting, taken, answered or ticket.");
}
