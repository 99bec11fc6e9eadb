using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>Why a chat does not take a command.</summary>
public static class ChatRefusals
{
    /// <summary>What is said of a chat that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "There is no such chat.");

    /// <summary>Refuses as if there were no chat whoever may not see it; null for its owner and staff.</summary>
    public static Refusal? RefuseUnseen(Chat chat, Actor actor) =>
        !chat.Exists || !actor.Sees(chat.Customer) ? NotFound
        : actor.Role == Role.System ? new Refusal(RefusalCode.Forbidden, "Programs take no part in chats.")
        : null;

    /// <summary>Refuses a license that has been revoked, or is not under VIP care now (Policy E5); null for any other.</summary>
    public static Refusal? RefuseLicense(LicenseView license, DateTimeOffset now) =>
        license.Coverage.RevokedAt is not null
            ? new Refusal(RefusalCode.LicenseRevoked, $"License {license.Number} has been revoked.").With(
                "license",
                license.Number.Value
            )
        : license.Coverage.IsVipAt(now) ? null
        : new Refusal(
            RefusalCode.VipCareRequired,
            $"Live chat is for licenses under VIP care, and {license.Number} is not: open a ticket."
        ).With("license", license.Number.Value);

    /// <summary>Refuses what only staff do; null for staff.</summary>
    public static Refusal? RefuseCustomer(Actor actor) =>
        actor.IsStaff ? null : new(RefusalCode.Forbidden, "Only staff do this with a chat.");

    /// <summary>Refuses what a chat that is over does not take any more; null while it goes on.</summary>
    public static Refusal? RefuseOver(Chat chat)
    {
        if (chat.IsOpen)
        {
            return null;
        }

        var status = StoredNames.Of(chat.Status);
        var refusal = chat.Ticket is { } number
            ? new Refusal(RefusalCode.NotInThisStatus, $"The chat goes on as ticket {number}.").With("ticket", number)
            : new Refusal(RefusalCode.NotInThisStatus, "The chat is over; start another one.");
        return refusal.With("chatStatus", status);
    }

    /// <summary>Refuses an engineer whom another one was before; null where the chat is free or their own.</summary>
    public static Refusal? RefuseOthers(Chat chat, Actor actor) =>
        chat.Engineer is { } engineer && engineer.Id != actor.Id
            ? new Refusal(RefusalCode.AlreadyClaimed, $"{engineer.Name} is in this chat.").With(
                "assignee",
                engineer.Name
            )
            : null;

    /// <summary>Refuses to keep as answered what nobody has answered: staff have the last word in a chat they close.</summary>
    public static Refusal? RefuseUnanswered(Chat chat) =>
        chat.WaitingSince is null
            ? null
            : new(
                RefusalCode.NotAnswered,
                "The newest message waits for an answer: answer it, or make the chat a ticket."
            );

    /// <summary>Refuses messages beyond the most that a chat holds.</summary>
    public static Refusal? RefuseFull(Chat chat) =>
        chat.Messages < ChatRules.MostMessages
            ? null
            : new Refusal(
                RefusalCode.ChatFull,
                $"A chat has at most {ChatRules.MostMessages} messages; it goes on as a ticket."
            ).With("messages", chat.Messages);

    /// <summary>Refuses a chosen message that is not the customer's; null for theirs, and for none.</summary>
    public static Refusal? RefuseChosen(MakeChatTicket command, ChatMessage? chosen) =>
        command.Message is { } message && chosen is not { AuthorRole: Role.Customer }
            ? new Refusal(
                RefusalCode.NotACustomerMessage,
                "A ticket is asked by a message of the customer's in this chat."
            ).With("message", message)
            : null;
}
