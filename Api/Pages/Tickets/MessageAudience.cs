using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;

namespace Tallydesk.Pages.Tickets;

/// <summary>Whom a message is typed for. What a form was typed for goes along with it, so that it never reaches anybody else.</summary>
internal static class MessageAudience
{
    /// <summary>The form's field. Empty: the form's own choice decides.</summary>
    public const string Field = "audience";

    /// <summary>Colleagues alone: an internal note.</summary>
    public const string Staff = "staff";

    /// <summary>The customer, and colleagues.</summary>
    public const string Customer = "customer";

    /// <summary>Whether a form is an internal note.</summary>
    public static bool IsNote(PageForm form) => form.Ticked("internal");

    /// <summary>Refuses a message that would reach another audience than the one it was typed for; null when it would not.</summary>
    public static Refusal? Refuse(PageForm form)
    {
        var reaches = IsNote(form) ? Staff : Customer;
        return form.Text(Field) is not { } meant || meant == reaches
            ? null
            : new Refusal(
                RefusalCode.StaleVersion,
                reaches == Staff
                    ? "You wrote this for the customer, but only an internal note can be added now. It was not sent. Press “Add note” to add it as a note."
                    : "You wrote this as an internal note, but the customer would have read it. It was not sent. Choose “Internal note”, or reload the page."
            );
    }
}
