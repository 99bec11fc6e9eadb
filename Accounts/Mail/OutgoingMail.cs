namespace Tallydesk.Mail;

/// <summary>A mail to one person, in plain text.</summary>
/// <param name="Id">Names it, so that a repeated command sends nothing twice; at most 255 characters.</param>
/// <param name="To">The address.</param>
/// <param name="Name">The person's name; empty until they have accepted the address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The text; it may hold a link that works once.</param>
public sealed record OutgoingMail(string Id, string To, string Name, string Subject, string Text);
