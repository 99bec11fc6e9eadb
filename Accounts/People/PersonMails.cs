using Tallydesk.Identity;
using Tallydesk.Mail;

namespace Tallydesk.People;

/// <summary>The mails that people are sent about their access.</summary>
public sealed class PersonMails(PersonLinks links)
{
    /// <summary>
    /// An invitation with its link. It contains no name, because customers choose theirs and the address may belong to someone else.
    /// </summary>
    /// <param name="id">Names the mail over retries of its command.</param>
    /// <param name="person">Who is invited.</param>
    public OutgoingMail Invitation(string id, Person person) =>
        new(
            id,
            person.Email,
            "",
            "You're invited to the help desk",
            $"""
            Hello,

            You have been invited to the help desk{RoleOf(person)}. Choose a password to get started:

            {links.LinkFor(person, LinkPurpose.Invitation)}

            The link expires in {PersonLinks.InvitationLasts.TotalHours:0} hours and works once. If you didn't expect this invitation, ignore this email.
            """
        );

    /// <summary>A link for a new password.</summary>
    public OutgoingMail PasswordReset(string id, Person person) =>
        new(
            id,
            person.Email,
            person.Name,
            "Reset your help desk password",
            $"""
            Hello {person.Name},

            We received a request to reset your password. Choose a new password:

            {links.LinkFor(person, LinkPurpose.PasswordReset)}

            The link expires in one hour and works once. If you didn't request this, ignore this email. Your password stays the same.
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
            $"{what} was changed",
            $"""
            Hello {person.Name},

            {what} for the help desk was just changed. If this wasn't you, reset your password on the sign-in page and tell your
            administrator.
            {StaysOf(stays)}
            """
        );

    private static string StaysOf(IReadOnlyList<string> stays) =>
        stays.Count == 0
            ? ""
            : $"""

                The tokens and webhooks you created for programs still work: {string.Join(
                    "; ",
                    stays
                )}. Revoke those you no
                longer need on the Tokens and Webhooks pages.
                """;

    private static string RoleOf(Person person) =>
        person.Role switch
        {
            Role.Customer => "",
            Role.Lead => " as a lead",
            Role.Admin => " as an admin",
            _ => " as an engineer",
        };
}
