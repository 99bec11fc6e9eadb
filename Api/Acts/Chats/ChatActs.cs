using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>
/// What people and programs do with chats, through whichever door: REST, a page's form or the hub. Each act takes what was
/// typed, unchecked. Who may do what is the chat's to decide.
/// </summary>
/// <remarks>A malformed field is thrown as an <see cref="Requests.InvalidFieldException"/>, which each door shows as the refusal of that field.</remarks>
internal sealed class ChatActs(IGrainFactory grains)
{
    /// <summary>Starts a chat.</summary>
    public Task<Answer<ChatReceipt>> StartAsync(CommandContext context, NewChat asked) =>
        Started(context).StartAsync(context, asked.ToCommand());

    /// <summary>Adds a message.</summary>
    public Task<Answer<ChatReceipt>> SayAsync(CommandContext context, string chat, NewChatMessage asked) =>
        DoAsync(chat, grain => grain.SayAsync(context, asked.ToCommand()));

    /// <summary>Takes a chat.</summary>
    public Task<Answer<ChatReceipt>> TakeAsync(CommandContext context, string chat) =>
        DoAsync(chat, grain => grain.TakeAsync(context));

    /// <summary>Makes a chat a ticket.</summary>
    public Task<Answer<ChatReceipt>> MakeTicketAsync(CommandContext context, string chat, NewChatTicket asked) =>
        DoAsync(chat, grain => grain.MakeTicketAsync(context, asked.ToCommand()));

    /// <summary>Ends a chat.</summary>
    public Task<Answer<ChatReceipt>> CloseAsync(CommandContext context, string chat) =>
        DoAsync(chat, grain => grain.CloseAsync(context));

    /// <summary>The chat that a command starts.</summary>
    public IChatGrain Started(CommandContext context) => grains.GetGrain<IChatGrain>(ChatId.For(context.Id).Value);

    /// <summary>The chat of an id; null when the id can't be one, and then no grain is asked.</summary>
    public IChatGrain? Find(string chat) =>
        KeyHash.IsOne(ChatId.Prefix, chat) ? grains.GetGrain<IChatGrain>(chat) : null;

    private async Task<Answer<ChatReceipt>> DoAsync(string chat, Func<IChatGrain, Task<Answer<ChatReceipt>>> command) =>
        Find(chat) is { } grain ? await command(grain) : ChatRefusals.NotFound;
}
