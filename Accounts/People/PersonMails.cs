using Tallydesk.Identity;
using Tallydesk.Mail;

namespace Tallydesk.People;

/// <summary>The mails that people are sent about their access.</summary>
public sealed class PersonMails(PersonLinks links)
{
    /// <summary>
    /// An invitation with its link. It holds no name: a customer chooses theirs, and the address may be somebody else's.
    /// </summary>
    /// <param name="id">Names the mail over retries of its command.</param>
    /// <param name="person">Who is invited.</param>
    public OutgoingMail Invitation(string id, Person person) =>
        new(
            id,
            person.Email,
            "",
            "Your access to the help desk",
            $"""
            Hello,

            you are invited to the help desk{(
                person.Role == Role.Customer ? "" : " as " + person.Role
            )}. Choose a password here:

            {links.LinkFor(person, LinkPurpose.Invitation)}

            The link works once, within {PersonLinks.InvitationLasts.TotalHours:0} hours. If you did not expect this, ignore it.
            """
        );

    /// <summary>A link for a new password.</summary>
    public OutgoingMail PasswordReset(string id, Person person) =>
        new(
            id,
            person.Email,
            person.Name,
            "A new password for the help desk",
            $"""
            Hello {person.Name},

            somebody, we hope you, asked for a new password. Choose it here:

            {links.LinkFor(person, LinkPurpose.PasswordReset)}

            The link works once, within an hour. If you did not ask for it, ignore it: nothing has changed.
            """
        );

    /// <summary>The news that something by which a person signs in has changed.</summary>
    /// <param name="id">Names the mail.</param>
    /// <param name="person">Whose.</param>
    /// <param name="what">What has changed, as the sentence's beginning: <c>Your password</c>.</param>
    /// <param name="stays">What the person made for programs, and that stays.</param>
    public static OutgoingMail Changed(string id, Person person, string what, IReadOnlyList<string> stays) =>
        new(
            id,
            person.Email,
            person.Name,
            $"{what} has changed",
            $"""
            Hello {person.Name},

            {what} for the help desk has changed just now. If that was not you, ask for a new password on the sign-in page and
            tell your administrator.
            {StaysOf(stays)}
            """
        );

    private static string StaysOf(IReadOnlyList<string> stays) =>
        stays.Count == 0
            ? ""
            : $"""

                What you made for programs stays: {string.Join(
                    "; ",
                    stays
                )}. End what should not stay on the pages of tokens
                and webhooks.
                """;
}
