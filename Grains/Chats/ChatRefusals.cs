using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Chats;

/// <summary>Why a chat does not take a command.</summary>
public static class ChatRefusals
{
    /// <summary>What is said of a chat that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Chat not found.");

    /// <summary>Refuses actors who can't see the chat as if it didn't exist; null for its owner and staff.</summary>
    public static Refusal? RefuseUnseen(Chat chat, Actor actor) =>
        !chat.Exists || !actor.Sees(chat.Customer) ? NotFound
        : actor.Role == Role.System ? new Refusal(RefusalCode.Forbidden, "System tokens can't use chats.")
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
            $"Live chat is available for licenses with VIP care, and {license.Number} doesn't have it. Open a ticket instead."
        ).With("license", license.Number.Value);

    /// <summary>Refuses what only staff do; null for staff.</summary>
    public static Refusal? RefuseCustomer(Actor actor) =>
        actor.IsStaff ? null : new(RefusalCode.Forbidden, "Only staff can do this.");

    /// <summary>Refuses commands to a chat that has ended; null while it is open.</summary>
    public static Refusal? RefuseOver(Chat chat)
    {
        if (chat.IsOpen)
        {
            return null;
        }

        var status = StoredNames.Of(chat.Status);
        var refusal = chat.Ticket is { } number
            ? new Refusal(RefusalCode.NotInThisStatus, $"This chat continues as ticket {number}.").With(
                "ticket",
                number
            )
            : new Refusal(RefusalCode.NotInThisStatus, "This chat has ended. Start a new one.");
        return refusal.With("chatStatus", status);
    }

    /// <summary>Refuses an engineer whom another one was before; null where the chat is free or their own.</summary>
    public static Refusal? RefuseOthers(Chat chat, Actor actor) =>
        chat.Engineer is { } engineer && engineer.Id != actor.Id
            ? new Refusal(RefusalCode.AlreadyClaimed, $"{engineer.Name} has already taken this chat.").With(
                "assignee",
                engineer.Name
            )
            : null;

    /// <summary>Refuses to end an unanswered chat: when staff end a chat, the newest message must be theirs.</summary>
    public static Refusal? RefuseUnanswered(Chat chat) =>
        chat.WaitingSince is null
            ? null
            : new(
                RefusalCode.NotAnswered,
                "The newest message has no answer yet. Answer it, or turn the chat into a ticket."
            );

    /// <summary>Refuses messages beyond the most that a chat holds.</summary>
    public static Refusal? RefuseFull(Chat chat) =>
        chat.Messages < ChatRules.MostMessages
            ? null
            : new Refusal(
                RefusalCode.ChatFull,
                $"A chat can have up to {ChatRules.MostMessages} messages. Continue it as a ticket."
            ).With("messages", chat.Messages);

    /// <summary>Refuses a chosen message that is not the customer's; null for theirs, and for none.</summary>
    public static Refusal? RefuseChosen(MakeChatTicket command, ChatMessage? chosen) =>
        command.Message is { } message && chosen is not { AuthorRole: Role.Customer }
            ? new Refusal(
                RefusalCode.NotACustomerMessage,
                "Choose a message that the customer wrote in this chat."
            ).With("message", message)
            : null;
}
