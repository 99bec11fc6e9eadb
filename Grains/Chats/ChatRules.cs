using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Texts;
using Tallydesk.Tickets;
using static Tallydesk.Chats.ChatRefusals;

namespace Tallydesk.Chats;

/// <summary>What a new chat needs beside its command.</summary>
/// <param name="License">The license it names.</param>
/// <param name="CustomerName">The owner's name.</param>
/// <param name="Email">The owner's associated address.</param>
public sealed record ChatOpening(LicenseView License, string CustomerName, string Email);

/// <summary>Live chat for VIP care (Policy E5).</summary>
public static class ChatRules
{
    /// <summary>The maximum number of messages in a chat; all of them are copied into a ticket together.</summary>
    public const int MostMessages = 200;

    private const int LongestBody = 2_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);
    private const int LongestSubject = 100;

    /// <summary>
    /// Starts a chat about a license with VIP care. Outside support hours it becomes a ticket immediately, asked at
    /// this instant (Policy E5).
    /// </summary>
    /// <param name="chat">The chat, not started yet.</param>
    /// <param name="key">Its grain's key.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The question.</param>
    /// <param name="opening">License and owner.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<ChatEvent>> Start(
        Chat chat,
        string key,
        Origin origin,
        StartChat command,
        ChatOpening opening,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        if (chat.Exists)
        {
            return Repeats.KeyReused(new CommandId(origin.Command));
        }

        var license = opening.License;
        var refusal =
            (
                origin.Actor.Role == Role.Customer
                    ? null
                    : new Refusal(RefusalCode.Forbidden, "Only the owner of a license can start a chat.")
            )
            ?? Fields.Text("body", command.Body, LongestBody)
            ?? RefuseLicense(license, now);
        if (refusal is not null)
        {
            return refusal;
        }

        var subject = SubjectOf(command.Body);
        var closesAt = WorkingHours.ClosesAt(policy.Calendar, now);
        ImmutableArray<ChatEvent> events =
        [
            new ChatStarted(
                license.Customer,
                opening.CustomerName,
                opening.Email,
                license.Number,
                license.Edition,
                license.Coverage,
                policy.Desks[0],
                subject,
                now,
                closesAt
            ),
            new ChatMessagePosted(now, Author.Of(origin.Actor), command.Body),
        ];
        if (closesAt is null)
        {
            var started = events.Aggregate(chat, Chat.Apply);
            events = events.Add(ToTicket(started, key, origin, subject, null, started.FirstMessage, now));
        }

        return new Decision<ChatEvent>(events);
    }

    /// <summary>Adds a message. Staff who answer a waiting chat take it with that.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="command">What.</param>
    /// <param name="now">The current time.</param>
    /// <param name="hasLeft">Whether the actor lost access during the request.</param>
    public static Answer<Decision<ChatEvent>> Say(
        Chat chat,
        Actor actor,
        SayInChat command,
        DateTimeOffset now,
        bool hasLeft = false
    )
    {
        var refusal =
            RefuseUnseen(chat, actor)
            ?? (hasLeft ? AssignmentRules.HasLeft(actor.Name) : null)
            ?? Fields.Text("body", command.Body, LongestBody)
            ?? RefuseOver(chat)
            ?? (actor.IsStaff ? RefuseOthers(chat, actor) : null)
            ?? RefuseFull(chat);
        if (refusal is not null)
        {
            return refusal;
        }

        var message = new ChatMessagePosted(now, Author.Of(actor), command.Body);
        return actor.IsStaff && chat.Status == ChatStatus.Waiting
            ? Decision<ChatEvent>.Of(TakenBy(actor), message)
            : Decision<ChatEvent>.Of(message);
    }

    /// <summary>Takes the chat, unless someone else has it; leads can take it over.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="actor">The engineer.</param>
    /// <param name="hasLeft">Whether the actor lost access during the request.</param>
    public static Answer<Decision<ChatEvent>> Take(Chat chat, Actor actor, bool hasLeft = false)
    {
        var refusal =
            RefuseUnseen(chat, actor)
            ?? RefuseCustomer(actor)
            ?? (hasLeft ? AssignmentRules.HasLeft(actor.Name) : null)
            ?? RefuseOver(chat);
        if (refusal is not null)
        {
            return refusal;
        }

        return chat.Engineer?.Id == actor.Id ? Decision<ChatEvent>.Nothing
            : !actor.IsLead && RefuseOthers(chat, actor) is { } taken ? taken
            : Decision<ChatEvent>.Of(TakenBy(actor));
    }

    /// <summary>Lets a chat wait for another engineer when the one in it has left; null when there is nothing to do.</summary>
    public static ChatReturned? Return(Chat chat, string formerEngineer) =>
        chat is { Status: ChatStatus.Taken, Engineer: { } engineer } && engineer.Id == formerEngineer
            ? new(engineer, $"{engineer.Name} no longer has access.")
            : null;

    /// <summary>Ends the chat: answered, or, when the customer leaves without an answer, as a ticket. One that is over stays as it is.</summary>
    public static Answer<Decision<ChatEvent>> Close(Chat chat, string key, Origin origin, DateTimeOffset now)
    {
        var actor = origin.Actor;
        if (RefuseUnseen(chat, actor) is { } unseen)
        {
            return unseen;
        }

        if (!chat.IsOpen)
        {
            return Decision<ChatEvent>.Nothing;
        }

        if (actor.IsStaff)
        {
            var refusal = (actor.IsLead ? null : RefuseOthers(chat, actor)) ?? RefuseUnanswered(chat);
            return refusal is not null ? refusal : Decision<ChatEvent>.Of(new ChatAnswered(Author.Of(actor)));
        }

        return Decision<ChatEvent>.Of(
            chat.WaitingSince is null
                ? new ChatAnswered(Author.Of(actor))
                : ToTicket(chat, key, origin, chat.Subject, null, chat.FirstMessage, now)
        );
    }

    /// <summary>
    /// Turns the chat into a ticket (Policy E5), asked when the chosen message was written. A chat that already is a ticket keeps
    /// that ticket, for every caller.
    /// </summary>
    /// <param name="chat">The chat.</param>
    /// <param name="key">Its grain's key.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">Subject and hint.</param>
    /// <param name="chosen">The message that the command names, if it exists.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<ChatEvent>> MakeTicket(
        Chat chat,
        string key,
        Origin origin,
        MakeChatTicket command,
        ChatMessage? chosen,
        DateTimeOffset now
    )
    {
        var refusal =
            RefuseUnseen(chat, origin.Actor)
            ?? RefuseCustomer(origin.Actor)
            ?? Fields.Text("subject", command.Subject, OpeningRules.LongestSubject);
        if (refusal is not null)
        {
            return refusal;
        }

        if (chat.Ticket is not null)
        {
            return Decision<ChatEvent>.Nothing;
        }

        refusal = RefuseOver(chat) ?? RefuseChosen(command, chosen);
        return refusal is not null
            ? refusal
            : Decision<ChatEvent>.Of(
                ToTicket(
                    chat,
                    key,
                    origin,
                    command.Subject,
                    command.CategoryHint,
                    command.Message ?? chat.FirstMessage,
                    now
                )
            );
    }

    /// <summary>
    /// Unanswered chats become tickets when support closes (Policy E5), and answered chats end; one that an
    /// engineer has taken, when it has been inactive for a while. If support is open (again), because the hours
    /// changed, the chat keeps waiting. None if nothing is due.
    /// </summary>
    public static ImmutableArray<ChatEvent> WhenClosing(
        Chat chat,
        string key,
        WorkingCalendar calendar,
        DateTimeOffset now
    )
    {
        if (!chat.IsOpen || chat.ClosesAt is not { } closing || now < closing)
        {
            return [];
        }

        if (WorkingHours.ClosesAt(calendar, now) is { } later)
        {
            return [new ChatWaitsOn(later)];
        }

        if (chat.Status == ChatStatus.Taken && now < chat.Newest!.At + Quiet)
        {
            return [];
        }

        var origin = new Origin(Actor.Desk, $"{key}/closing", "");
        return chat.WaitingSince is null
            ? [new ChatAnswered(Author.Of(Actor.Desk))]
            : [ToTicket(chat, key, origin, chat.Subject, null, chat.FirstMessage, now)];
    }

    /// <summary>The beginning of a message: its first line, cut after 100 characters.</summary>
    public static string SubjectOf(string body) =>
        TextElements.Shortened(body.Trim().Split('\n')[0].TrimEnd(), LongestSubject);

    private static ChatTicketStarted ToTicket(
        Chat chat,
        string key,
        Origin origin,
        string subject,
        Category? hint,
        long asked,
        DateTimeOffset now
    ) => new(new(TicketId.For(new CommandId($"{key}/ticket")), subject, hint, asked, now, origin));

    private static ChatTaken TakenBy(Actor actor) => new(new Assignee(actor.Id, actor.Name));
}
