using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>
/// A live chat, keyed <c>cha-…</c>, for licenses under VIP care within support hours (Policy E5). A question is answered
/// there and kept; anything else becomes one ticket with the transcript. An answer means that the change is on disk.
/// </summary>
/// <remarks>
/// Every method refuses with <see cref="RefusalCode.NotFound"/> what the actor may not see,
/// <see cref="RefusalCode.Forbidden"/> what is not the role's to do, <see cref="RefusalCode.StaleVersion"/>,
/// <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.InvalidField"/>, and
/// <see cref="RefusalCode.NotInThisStatus"/> once the chat is over. What else it refuses stands beside each method.
/// </remarks>
[Alias("tallydesk.chat")]
public interface IChatGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the chat, by its customer. Outside support hours it leaves a ticket at once, which the receipt names. Refused:
    /// <see cref="RefusalCode.VipCareRequired"/>, <see cref="RefusalCode.LicenseRevoked"/>.
    /// </summary>
    [Alias("start")]
    Task<Answer<ChatReceipt>> StartAsync(CommandContext context, StartChat command);

    /// <summary>
    /// Adds a message. Staff who write into a chat that nobody has taken take it. Refused:
    /// <see cref="RefusalCode.AlreadyClaimed"/>, <see cref="RefusalCode.ChatFull"/>.
    /// </summary>
    [Alias("say")]
    Task<Answer<ChatReceipt>> SayAsync(CommandContext context, SayInChat command);

    /// <summary>Takes the chat for the calling engineer; a lead takes it over. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("take")]
    Task<Answer<ChatReceipt>> TakeAsync(CommandContext context);

    /// <summary>
    /// Ends the chat. Staff keep it as answered, refused <see cref="RefusalCode.NotAnswered"/> while the newest message is the customer's;
    /// a customer leaves, and what is unanswered then becomes a ticket. A chat that is over stays as it is.
    /// </summary>
    [Alias("close")]
    Task<Answer<ChatReceipt>> CloseAsync(CommandContext context);

    /// <summary>
    /// Makes the chat a ticket on the customer's behalf, by staff: once, whoever asks how often. Refused:
    /// <see cref="RefusalCode.NotACustomerMessage"/>.
    /// </summary>
    [Alias("make-ticket")]
    Task<Answer<ChatReceipt>> MakeTicketAsync(CommandContext context, MakeChatTicket command);

    /// <summary>Finishes a ticket that was cut off; makes one of a chat that still waits when support closes. Called by the sweep, any number of times.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);

    /// <summary>Lets the chat wait for another engineer, if the one in it has left. Called by the sweep, any number of times.</summary>
    [Alias("return")]
    Task ReturnAsync(Actor actor, string formerEngineer);

    /// <summary>The chat as the actor may see it.</summary>
    [Alias("view")]
    Task<Answer<ChatView>> ViewAsync(Actor actor);
}
