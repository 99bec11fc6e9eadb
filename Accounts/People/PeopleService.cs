using System.Security.Cryptography;
using Tallydesk.Audit;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Requests;
using Tallydesk.Storage.Reading;

namespace Tallydesk.People;

/// <summary>Invites people, and changes what they may do.</summary>
public sealed class PeopleService(
    PersonStore people,
    PersonMails mails,
    KnownCustomers customers,
    TokenStore tokens,
    RightsLog log,
    IGrainFactory grains,
    TimeProvider time
)
{
    private const int LongestName = 200;

    /// <summary>Makes a person known and mails them a link to set a password.</summary>
    /// <param name="context">Who invites; admins invite anybody, the vendor's programs customers.</param>
    /// <param name="giver">What bounds the role that is given.</param>
    /// <param name="asked">Whom.</param>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.EmailTaken"/>, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>.</remarks>
    public Task<Answer<PersonBody>> InviteAsync(CommandContext context, Giver giver, NewPerson asked) =>
        log.OnceAsync(context, asked, command => InviteAsync(context, command, giver, asked));

    /// <summary>Emails a new link to someone who has not accepted yet. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.AlreadyAccepted"/>.</summary>
    public Task<Answer<PersonBody>> InviteAgainAsync(CommandContext context, Giver giver, string id) =>
        log.OnceAsync(context, "again " + id, command => InviteAgainAsync(context, command, giver, id));

    /// <summary>Keeps a person from signing in, and ends their sessions and tokens. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.LastAdmin"/>.</summary>
    public Task<Answer<PersonBody>> DisableAsync(CommandContext context, string id) =>
        log.OnceAsync(context, "disable " + id, command => DisableAsync(context, command, id));

    /// <summary>Lets a person sign in again. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.InvalidField"/>.</summary>
    public Task<Answer<PersonBody>> EnableAsync(CommandContext context, Giver giver, string id) =>
        log.OnceAsync(context, "enable " + id, command => EnableAsync(context, command, giver, id));

    /// <summary>Gives a member of staff another role, and ends their sessions. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.LastAdmin"/>.</summary>
    public Task<Answer<PersonBody>> ChangeRoleAsync(CommandContext context, Giver giver, string id, NewRole asked) =>
        log.OnceAsync(context, asked, command => ChangeRoleAsync(context, command, giver, id, asked));

    private async Task<Answer<PersonBody>> InviteAsync(
        CommandContext context,
        RecordedCommand command,
        Giver? giver,
        NewPerson asked
    )
    {
        var name = Given.Words(asked.Name, "name").Trim();
        var email = EmailAddress.Normalize(Given.Words(asked.Email, "email"));
        var role = Given.Value(asked.Role, "role");
        if (
            (
                Fields.Text("name", name, LongestName)
                ?? EmailAddress.Refuse("email", email)
                ?? await CheckRoleAsync(context.Actor, role, asked.CustomerId)
                ?? giver?.CheckPersonsRole(role)
            ) is
            { } refusal
        )
        {
            return refusal;
        }

        var customer = asked.CustomerId is null ? (CustomerId?)null : new CustomerId(asked.CustomerId);
        var known = await people.FindByNameAsync(email, default);
        if (known is not null && !IsFree(known, context.Actor))
        {
            return EmailTaken;
        }

        var person =
            known
            ?? new Person
            {
                Id = KeyHash.Of(Person.Prefix, context.Id.Value),
                Email = email,
                Name = name,
                Role = role,
                CreatedAt = time.GetUtcNow(),
            };
        (person.Name, person.Role, person.Customer, person.DisabledAt) = (name, role, customer, null);
        person.Maker = giver?.Id;
        person.Secrets.Stamp = NewStamp();
        person.Because = new(context.Actor, "personInvited", command)
        {
            Mail = mails.Invitation(context.Id.Value, person),
            Giver = giver,
        };
        var written = known is null
            ? await people.CreateAsync(person, default)
            : await people.UpdateAsync(person, default);
        return written.Succeeded ? PersonBody.Of(person)
            : written.Errors.Contains(PersonStore.GiverEnded) ? Giver.Ended
            : EmailTaken;
    }

    /// <summary>
    /// Whether an invited person's address can be reused: the invitation was never accepted, so the address may have
    /// been entered by someone who doesn't own it. Admins can reuse any such address, all others only a customer's.
    /// </summary>
    private static bool IsFree(Person known, Actor by) =>
        !known.HasAccepted && (by.Role == Role.Admin || known is { Role: Role.Customer, DisabledAt: null });

    private async Task<Answer<PersonBody>> InviteAgainAsync(
        CommandContext context,
        RecordedCommand command,
        Giver giver,
        string id
    )
    {
        if (await people.FindByIdAsync(id, default) is not { DisabledAt: null } person)
        {
            return NotFound;
        }

        if (person is { HasAccepted: true, UnreadableSecrets: null })
        {
            return new Refusal(RefusalCode.AlreadyAccepted, "This invitation was already accepted.");
        }

        if (giver.CheckPersonsRole(person.Role) is { } refusal)
        {
            return refusal;
        }

        // Unreadable secrets are reset with the invitation.
        person.UnreadableSecrets = null;
        person.Maker = giver.Id;
        person.Secrets.Stamp = NewStamp();
        return await WriteAsync(
            person,
            new(context.Actor, "personInvitedAgain", command)
            {
                Mail = mails.Invitation(context.Id.Value, person),
                Giver = giver,
            }
        );
    }

    private async Task<Answer<PersonBody>> DisableAsync(CommandContext context, RecordedCommand command, string id)
    {
        if (await people.FindByIdAsync(id, default) is not { } person)
        {
            return NotFound;
        }

        if (person.DisabledAt is not null)
        {
            return await log.RecordUnchangedAsync(context.Actor, id, PersonBody.Of(person), command);
        }

        if (await IsLastAdminAsync(person))
        {
            return LastAdmin;
        }

        person.DisabledAt = time.GetUtcNow();
        person.Secrets.Stamp = NewStamp();
        return await WriteAsync(
            person,
            new(context.Actor, "personDisabled", command) { EndsSessions = true, EndsTokens = true }
        );
    }

    private async Task<Answer<PersonBody>> EnableAsync(
        CommandContext context,
        RecordedCommand command,
        Giver giver,
        string id
    )
    {
        if (await people.FindByIdAsync(id, default) is not { } person)
        {
            return NotFound;
        }

        if (person.DisabledAt is null)
        {
            return await log.RecordUnchangedAsync(context.Actor, id, PersonBody.Of(person), command);
        }

        if (giver.CheckPersonsRole(person.Role) is { } refusal)
        {
            return refusal;
        }

        person.DisabledAt = null;
        return await WriteAsync(person, new(context.Actor, "personEnabled", command) { Giver = giver });
    }

    private async Task<Answer<PersonBody>> ChangeRoleAsync(
        CommandContext context,
        RecordedCommand command,
        Giver giver,
        string id,
        NewRole asked
    )
    {
        var role = Given.Value(asked.Role, "role");
        if (await people.FindByIdAsync(id, default) is not { } person)
        {
            return NotFound;
        }

        if (!IsStaff(role) || !IsStaff(person.Role))
        {
            return Fields.Invalid("role", "Only staff can change roles, and only to engineer, lead or admin.");
        }

        if (person.Role == role)
        {
            return await log.RecordUnchangedAsync(context.Actor, id, PersonBody.Of(person), command);
        }

        if (giver.CheckPersonsRole(role) is { } refusal)
        {
            return refusal;
        }

        if (await IsLastAdminAsync(person))
        {
            return LastAdmin;
        }

        person.Role = role;
        person.Secrets.Stamp = NewStamp();
        return await WriteAsync(
            person,
            new(context.Actor, "roleChanged", command) { EndsSessions = true, Giver = giver }
        );
    }

    /// <summary>
    /// Invites the owner of a license to their customer account, if the license is theirs. The result is sent by
    /// email only, so that the response doesn't reveal who owns what.
    /// </summary>
    /// <param name="context">The visitor.</param>
    /// <param name="license">The license's number as it was typed.</param>
    /// <param name="email">The address as it was typed.</param>
    public async Task RegisterAsync(CommandContext context, string? license, string? email)
    {
        var address = EmailAddress.Normalize(email);
        if (!LicenseNumber.TryParse(license, out var number))
        {
            return;
        }

        var view = await grains.GetGrain<ILicenseGrain>(number.GrainKey).ViewAsync(Actor.Desk);
        if (!view.Ok || view.Value.Coverage.RevokedAt is not null)
        {
            return;
        }

        var owner = await grains.GetGrain<ICustomerGrain>(view.Value.Customer.Value).ViewAsync(Actor.Desk);
        if (!owner.Ok || !string.Equals(owner.Value.Email, address, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        // The person who registers owns the license; an earlier invitation to the address that was never accepted does not block it.
        var asked = new NewPerson(address, owner.Value.Name, Role.Customer, owner.Value.Id.Value);
        await log.OnceAsync(context, asked, command => InviteAsync(context, command, giver: null, asked));
    }

    /// <summary>A new security stamp, which invalidates everything that contains the old one.</summary>
    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private async Task<Answer<PersonBody>> WriteAsync(Person person, PersonChange because)
    {
        person.Because = because;
        var written = await people.UpdateAsync(person, default);
        return written.Succeeded ? PersonBody.Of(person)
            : written.Errors.Contains(PersonStore.GiverEnded) ? Giver.Ended
            : new Refusal(RefusalCode.Busy, "Someone else just changed this person. Try again shortly.");
    }

    private async ValueTask<Refusal?> CheckRoleAsync(Actor by, Role role, string? customer) =>
        (role, customer) switch
        {
            (Role.System, _) => Fields.Invalid(
                "role",
                "People must be customers or staff. Create a token for a program."
            ),
            (Role.Customer, null) => Fields.Invalid("customerId", "customerId is required for a customer."),
            (Role.Customer, _) when !await customers.ExistsAsync(customer) => Fields.Invalid(
                "customerId",
                "Customer not found."
            ),
            (not Role.Customer, not null) => Fields.Invalid(
                "customerId",
                "Only the role customer can have a customerId."
            ),
            (not Role.Customer, _) when by.Role != Role.Admin => new Refusal(
                RefusalCode.Forbidden,
                "Only admins can invite staff."
            ),
            _ => null,
        };

    private async Task<bool> IsLastAdminAsync(Person person) =>
        person is { Role: Role.Admin, DisabledAt: null }
        && await people.CountAdminsAsync() == 1
        && !await tokens.AnyAdminBesideAsync(person.Id);

    private static bool IsStaff(Role role) => role is Role.Engineer or Role.Lead or Role.Admin;

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Person not found.");

    private static Refusal EmailTaken { get; } =
        new(RefusalCode.EmailTaken, "Someone with this email address was already invited.");

    private static Refusal LastAdmin { get; } =
        new(RefusalCode.LastAdmin, "This is the last admin. Make someone else an admin first.");
}
