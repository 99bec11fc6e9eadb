using Tallydesk.Chats;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;

namespace Tallydesk.Tests.Chats;

/// <summary>Chats and the people in them, through the pure rules alone.</summary>
internal static class ChatExamples
{
    public const string Key = "cha-1";
    public static readonly Actor Owner = new("usr", "Olga", Role.Customer, new CustomerId("cus-1"));
    public static readonly Actor Stranger = new("usr-2", "Sven", Role.Customer, new CustomerId("cus-2"));
    public static readonly Actor Erin = new("eng-1", "Erin", Role.Engineer);
    public static readonly Actor Emil = new("eng-2", "Emil", Role.Engineer);
    public static readonly Actor Lea = new("lead", "Lea", Role.Lead);

    public static Origin By(Actor actor) => new(actor, "command", "");

    /// <summary>Starts a chat about a license under VIP care, or with another coverage.</summary>
    public static Answer<Decision<ChatEvent>> Start(
        string at,
        Actor actor,
        string body = "How do I export reports?",
        LicenseCoverage? coverage = null
    )
    {
        var license = new LicenseView(
            new LicenseNumber("LIC-1"),
            new CustomerId("cus-1"),
            "Multi-Vendor Ultimate",
            LicenseKind.First,
            new(0),
            coverage ?? Business.Bought("Multi-Vendor Ultimate", "2026-01-05 10:00"),
            Business.At("2026-01-05 10:00"),
            1
        );
        return ChatRules.Start(
            new(),
            Key,
            By(actor),
            new(license.Number, body),
            new(license, "Olga", "olga@example.com"),
            Business.Policy,
            Business.At(at)
        );
    }

    /// <summary>A chat that its owner started.</summary>
    public static Chat Started(string at) => Fold(new(), _ => Start(at, Owner));

    /// <summary>The chat after decisions, none of which is a refusal.</summary>
    public static Chat Fold(Chat chat, params Func<Chat, Answer<Decision<ChatEvent>>>[] decisions) =>
        decisions.Aggregate(chat, (current, decide) => decide(current).Value!.Events.Aggregate(current, Chat.Apply));
}
