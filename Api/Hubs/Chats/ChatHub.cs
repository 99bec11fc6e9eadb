using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Requests;

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
    ChatActs acts
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
        if (acts.Find(chat) is not { } grain || !(await grain.ViewAsync(actor)).Ok)
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
        // One command in whatever spelling, unless it began a chat already under the spelling that was sent.
        if (
            LicenseNumber.TryParse(license, out var number)
            && license != number.Value
            && !(await acts.Started(context).ViewAsync(context.Actor)).Ok
        )
        {
            context = await CommandAsync(nameof(Start), number.Value, commandId);
        }

        return await AnswerAsync(() => acts.StartAsync(context, new(license, text)));
    }

    /// <inheritdoc/>
    public async Task<ChatAct> Say(string chat, string text, string commandId)
    {
        var context = await CommandAsync(nameof(Say), chat, commandId);
        return await AnswerAsync(() => acts.SayAsync(context, chat, new(text)));
    }

    /// <inheritdoc/>
    public async Task<ChatAct> Take(string chat, string commandId)
    {
        var context = await CommandAsync(nameof(Take), chat, commandId);
        return await AnswerAsync(() => acts.TakeAsync(context, chat));
    }

    /// <inheritdoc/>
    public async Task<ChatAct> Close(string chat, string commandId)
    {
        var context = await CommandAsync(nameof(Close), chat, commandId);
        return await AnswerAsync(() => acts.CloseAsync(context, chat));
    }

    /// <inheritdoc/>
    public async Task<ChatAct> MakeTicket(
        string chat,
        string subject,
        string? categoryHint,
        long? message,
        string commandId
    )
    {
        var context = await CommandAsync(nameof(MakeTicket), chat, commandId);
        return await AnswerAsync(() =>
            acts.MakeTicketAsync(context, chat, new(subject, HintOf(categoryHint), message))
        );
    }

    private async Task<ChatView[]?> ReadOpenAsync(Actor actor)
    {
        await feed.Heard.WaitAsync(Context.ConnectionAborted);
        return [.. feed.Open.Where(chat => actor.Sees(chat.Customer))];
    }

    private static Task<ChatAct> AnswerAsync(Func<Task<Answer<ChatReceipt>>> act) =>
        HubAnswer.OfAsync(act, ChatRows.Of, (code, why) => new ChatAct(null, Code: code, Detail: why));

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, IsAdmitted);

    private Task<CommandContext> CommandAsync(string act, string about, string commandId) =>
        identity.CommandAsync(Context, IsAdmitted, "chats", $"hubs/chat {act}", about, commandId);

    private static bool IsAdmitted(Actor actor) => actor.IsStaff || actor.Role == Role.Customer;

    private static Category? HintOf(string? word) =>
        word is null ? null
        : QueryField.Find<Category>(word) is { } category ? category
        : throw new HubException("Unknown category.");
}
