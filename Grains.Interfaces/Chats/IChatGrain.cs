using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>
/// A live chat, keyed <c>cha-…</c>, for licenses with VIP care during support hours (Policy E5). A question is answered
/// in the chat and kept; otherwise it becomes one ticket with the transcript. A response means that the change is on disk.
/// </summary>
/// <remarks>
/// Every method refuses with <see cref="RefusalCode.NotFound"/> if the actor can't see the target,
/// <see cref="RefusalCode.Forbidden"/> if the role is not allowed to do it, <see cref="RefusalCode.StaleVersion"/>,
/// <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.InvalidField"/>, and
/// <see cref="RefusalCode.NotInThisStatus"/> if the chat has ended. Further refusals are documented at each method.
/// </remarks>
[Alias("tallydesk.chat")]
public interface IChatGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the chat; customers only. Outside support hours it becomes a ticket immediately, which the receipt names. Refused:
    /// <see cref="RefusalCode.VipCareRequired"/>, <see cref="RefusalCode.LicenseRevoked"/>.
    /// </summary>
    [Alias("start")]
    Task<Answer<ChatReceipt>> StartAsync(CommandContext context, StartChat command);

    /// <summary>
    /// Adds a message. A staff member who writes in a waiting chat takes it. Refused:
    /// <see cref="RefusalCode.AlreadyClaimed"/>, <see cref="RefusalCode.ChatFull"/>.
    /// </summary>
    [Alias("say")]
    Task<Answer<ChatReceipt>> SayAsync(CommandContext context, SayInChat command);

    /// <summary>Assigns the chat to the calling engineer; leads can take over a colleague's. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("take")]
    Task<Answer<ChatReceipt>> TakeAsync(CommandContext context);

    /// <summary>
    /// Ends the chat. When staff end it, it is kept as answered; refused with <see cref="RefusalCode.NotAnswered"/> while the newest message is the customer's.
    /// When the customer ends it, an unanswered question becomes a ticket. A chat that has ended stays as it is.
    /// </summary>
    [Alias("close")]
    Task<Answer<ChatReceipt>> CloseAsync(CommandContext context);

    /// <summary>
    /// Turns the chat into a ticket for the customer; staff only. Happens only once, no matter how often it is called. Refused:
    /// <see cref="RefusalCode.NotACustomerMessage"/>.
    /// </summary>
    [Alias("make-ticket")]
    Task<Answer<ChatReceipt>> MakeTicketAsync(CommandContext context, MakeChatTicket command);

    /// <summary>Finishes an interrupted ticket, and turns a chat that is still waiting when support closes into a ticket. Idempotent; called by the sweep.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);

    /// <summary>Returns the chat to the waiting ones if its engineer has lost access. Idempotent; called by the sweep.</summary>
    [Alias("return")]
    Task ReturnAsync(Actor actor, string formerEngineer);

    /// <summary>The chat as the actor can see it.</summary>
    [Alias("view")]
    Task<Answer<ChatView>> ViewAsync(Actor actor);
}
