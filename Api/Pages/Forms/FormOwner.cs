using Tallydesk.Identity;

namespace Tallydesk.Pages.Forms;

/// <summary>By what the browser tells apart the people who type on its pages: what one person typed is never shown to another.</summary>
internal static class FormOwner
{
    /// <summary>A name that says nothing else about the person; empty for a visitor.</summary>
    public static string Of(Actor? person) =>
        person is null || person.Id == Actor.Visitor.Id ? "" : KeyHash.Of("who-", person.Id);
}
