using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>
/// <c>/hubs/chat</c>: live chats as their customers and engineers have them, by the same rules as the REST interface. A
/// command id is scoped to the caller and the act.
/// </summary>
[Authorize(Rights.CustomerOrStaff)]
internal sealed class ChatHub(
    ChatFeed feed,
    Followers<string, ChatView> followers,
    IHubContext<ChatHub, IChatClient> hub,
    HubIdentity identity,
    ChatQueries queries,
    IGrainFactory grains
) : Hub<IChatClient>, IChatHub
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChatRow>> Follow()
    {
        var actor = await ProveAsync();
        var open = await followers.FollowAsync(
            Context,
            IChatFeedGrain.Key,
            actor,
            new ChatVoice(hub.Clients.Client(Context.ConnectionId), actor),
            () => ReadOpenAsync(actor),
            (read, chat) => read.Any(one => one.Id == chat.Id && one.Version >= chat.Version)
        );
        return [.. open!.Select(chat => ChatRows.Of(chat, actor))];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChatWords>?> Read(string chat, long after)
    {
        var actor = await ProveAsync();
        if (!IsKey(chat) || !(await Chat(chat).ViewAsync(actor)).Ok)
        {
            return null;
        }

        var messages = await queries.MessagesAfterAsync(new ChatId(chat), Math.Max(0, after), PageSize);
        return [.. messages.Select(ChatRows.Of)];
    }

    /// <inheritdoc/>
    public async Task<ChatAct> Start(string license, string text, string commandId)
    {
        var context = await CommandAsync(nameof(Start), license, commandId);
        if (!LicenseNumber.TryParse(license, out var number))
        {
            return NotFound();
        }

        // One command in whatever spelling, unless it began a chat already under the spelling that was sent.
        if (license != number.Value && !(await Chat(ChatId.For(context.Id).Value).ViewAsync(context.Actor)).Ok)
        {
            context = await CommandAsync(nameof(Start), number.Value, commandId);
        }

        return await AnswerAsync(
            Chat(ChatId.For(context.Id).Value).StartAsync(context, new StartChat(number, text ?? ""))
        );
    }

    /// <inheritdoc/>
    public Task<ChatAct> Say(string chat, string text, string commandId) =>
        ActAsync(nameof(Say), chat, commandId, (grain, by) => grain.SayAsync(by, new SayInChat(text ?? "")));

    /// <inheritdoc/>
    public Task<ChatAct> Take(string chat, string commandId) =>
        ActAsync(nameof(Take), chat, commandId, (grain, by) => grain.TakeAsync(by));

    /// <inheritdoc/>
    public Task<ChatAct> Close(string chat, string commandId) =>
        ActAsync(nameof(Close), chat, commandId, (grain, by) => grain.CloseAsync(by));

    /// <inheritdoc/>
    public Task<ChatAct> MakeTicket(
        string chat,
        string subject,
        string? categoryHint,
        long? message,
        string commandId
    ) =>
        ActAsync(
            nameof(MakeTicket),
            chat,
            commandId,
            (grain, by) => grain.MakeTicketAsync(by, new MakeChatTicket(subject ?? "", HintOf(categoryHint), message))
        );

    private async Task<ChatView[]?> ReadOpenAsync(Actor actor)
    {
        await feed.Heard.WaitAsync(Context.ConnectionAborted);
        return [.. feed.Open.Where(chat => actor.Sees(chat.Customer))];
    }

    private async Task<ChatAct> ActAsync(
        string act,
        string chat,
        string commandId,
        Func<IChatGrain, CommandContext, Task<Answer<ChatReceipt>>> command
    )
    {
        var context = await CommandAsync(act, chat, commandId);
        return IsKey(chat) ? await AnswerAsync(command(Chat(chat), context)) : NotFound();
    }

    private static async Task<ChatAct> AnswerAsync(Task<Answer<ChatReceipt>> command)
    {
        try
        {
            var answer = await command;
            return answer.Ok ? ChatRows.Of(answer.Value) : Refused(answer.Refusal);
        }
        catch (Exception e) when (e is TimeoutException or UnknownOutcomeException)
        {
            return new(
                null,
                Code: ProblemKind.OutcomeUnknown.Code,
                Detail: "No answer came in time; it may have been done. Repeat it to find out."
            );
        }
    }

    private static bool IsKey(string chat) => KeyHash.IsOne(ChatId.Prefix, chat);

    private IChatGrain Chat(string id) => grains.GetGrain<IChatGrain>(id);

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, IsAdmitted);

    private Task<CommandContext> CommandAsync(string act, string about, string commandId) =>
        identity.CommandAsync(Context, IsAdmitted, "chats", $"hubs/chat {act}", about, commandId);

    private static bool IsAdmitted(Actor actor) => actor.IsStaff || actor.Role == Role.Customer;

    private static Category? HintOf(string? word)
    {
        if (word is null)
        {
            return null;
        }

        var found = Enum.GetValues<Category>()
            .Where(category => JsonNamingPolicy.CamelCase.ConvertName(category.ToString()) == word)
            .ToList();
        return found is [var one] ? one : throw new HubException("There is no such category.");
    }

    private static ChatAct NotFound() => Refused(ChatRefusals.NotFound);

    private static ChatAct Refused(Refusal refusal) =>
        new(null, Code: ProblemKind.Of(refusal.Code).Code, Detail: refusal.Detail);
}
