using Tallydesk.Identity;

namespace Tallydesk.Pages.Layout;

/// <summary>A link of the menu.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Name">Its text.</param>
/// <param name="Icon">The symbol of <c>icons.svg</c> beside it.</param>
internal sealed record FrameLink(string Path, string Name, string Icon);

/// <summary>Links that belong together.</summary>
/// <param name="Heading">What they have in common; null for the everyday ones, which come first.</param>
/// <param name="Links">The links in order.</param>
internal sealed record FrameGroup(string? Heading, params FrameLink[] Links);

/// <summary>The menu of each role. What a role may not open is not in its menu.</summary>
internal static class FrameLinks
{
    private static readonly FrameGroup Visitors = new(
        null,
        new("/policy", "Policy", "policy"),
        new("/contact", "Contact", "mail")
    );

    private static readonly FrameGroup Customers = new(
        null,
        new("/tickets", "Tickets", "tickets"),
        new("/credits", "Credits", "credits"),
        new("/chats", "Chat", "chat"),
        new("/policy", "Policy", "policy")
    );

    private static readonly FrameGroup Work = new(
        null,
        new("/board", "Queue", "queue"),
        new("/", "My tickets", "mine"),
        new("/tickets", "All tickets", "tickets"),
        new("/chats", "Chats", "chat"),
        new("/customers", "Customers", "customers"),
        new("/enquiries", "Contact requests", "mail"),
        new("/canned-replies", "Canned replies", "reply")
    );

    private static readonly FrameLink Policy = new("/policy", "Policy", "policy");

    private static readonly FrameGroup Leads = new(
        "Insight",
        new("/reports", "Reports", "reports"),
        new("/ledger", "Reconciliation", "ledger"),
        Policy
    );

    private static readonly FrameGroup Admins = new(
        "Admin",
        new("/people", "People", "people"),
        new("/tokens", "Tokens", "key"),
        new("/webhooks", "Webhooks", "webhook"),
        new("/audit", "Audit log", "audit"),
        new("/system", "System", "system")
    );

    /// <summary>The menu of a person; null for a visitor.</summary>
    public static IReadOnlyList<FrameGroup> Of(Actor? person) =>
        person switch
        {
            null => [Visitors],
            { Role: Role.Customer } => [Customers],
            { Role: Role.Admin } => [Work, Leads, Admins],
            { Role: Role.Lead } => [Work, Leads],
            { IsStaff: true } => [Work, new("Reference", Policy)],
            _ => [],
        };
}
