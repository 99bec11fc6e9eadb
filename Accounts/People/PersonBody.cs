using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.People;

/// <summary>A person as admins see one, and as the audit keeps the states before and after a change.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Email">The email address.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="CustomerId">The customer whom a customer acts for.</param>
/// <param name="CreatedAt">When the person was created.</param>
/// <param name="Accepted">Whether the invitation has been accepted.</param>
/// <param name="SecondFactor">Whether a code is asked for after the password.</param>
/// <param name="DisabledAt">Since when the person can't sign in.</param>
public sealed record PersonBody(
    string Id,
    string Email,
    string Name,
    Role Role,
    string? CustomerId,
    DateTimeOffset CreatedAt,
    bool Accepted,
    bool SecondFactor,
    DateTimeOffset? DisabledAt
)
{
    /// <summary>A person as its body.</summary>
    public static PersonBody Of(Person person) =>
        new(
            person.Id,
            person.Email,
            person.Name,
            person.Role,
            person.Customer?.Value,
            person.CreatedAt,
            person.HasAccepted,
            person.Secrets.HasSecondFactor,
            person.DisabledAt
        );
}

/// <summary>Whom to invite.</summary>
/// <param name="Email">The address that the link is sent to, at most 254 characters.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Role">customer, engineer, lead or admin.</param>
/// <param name="CustomerId">The customer whom a customer acts for; absent for staff.</param>
[Stored("newPerson")]
public sealed record NewPerson(string? Email, string? Name, Role? Role, string? CustomerId);

/// <summary>Another role for a member of staff.</summary>
/// <param name="Role">engineer, lead or admin.</param>
[Stored("newRole")]
public sealed record NewRole(Role? Role);
