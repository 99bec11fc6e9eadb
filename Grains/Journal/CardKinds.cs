namespace Tallydesk.Journal;

/// <summary>The kinds of cards (<see cref="Card.Kind"/>), as they are stored.</summary>
public static class CardKinds
{
    /// <summary>A chat. Body: <c>ChatView</c>.</summary>
    public const string Chat = "chat";

    /// <summary>A customer. Body: <c>CustomerView</c>.</summary>
    public const string Customer = "customer";

    /// <summary>A contact request. Body: <c>EnquiryCard</c>.</summary>
    public const string Enquiry = "enquiry";

    /// <summary>A license. Body: <c>LicenseView</c>.</summary>
    public const string License = "license";

    /// <summary>A ticket. Body: <c>TicketCard</c>.</summary>
    public const string Ticket = "ticket";
}
