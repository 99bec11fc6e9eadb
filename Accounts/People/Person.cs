using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Tallydesk.Identity;

namespace Tallydesk.People;

/// <summary>A person who signs in with an email address. ASP.NET Core Identity changes it in place; <see cref="PersonStore"/> saves it.</summary>
public sealed class Person
{
    /// <summary>The prefix of every person's id.</summary>
    public const string Prefix = "usr-";

    /// <summary>The id, <c>usr-</c> and 26 base-32 characters; also the actor's.</summary>
    public required string Id { get; init; }

    /// <summary>The email address in lower case; unique.</summary>
    public required string Email { get; set; }

    /// <summary>The name others are shown, 1 to 200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The role.</summary>
    public required Role Role { get; set; }

    /// <summary>The customer that a <see cref="Role.Customer"/> belongs to; null for all other roles.</summary>
    public CustomerId? Customer { get; set; }

    /// <summary>When the person was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the person can't sign in; null while they can.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>With what the person was invited: the token that was used, or the person behind a session; null for who registered, and where it is not known.</summary>
    public string? Maker { get; set; }

    /// <summary>How often it has been written; 0 for never.</summary>
    public long Version { get; set; }

    /// <summary>What only signing in needs.</summary>
    public PersonSecrets Secrets { get; init; } = new();

    /// <summary>Why it is about to be changed; written with the change and gone afterwards.</summary>
    public PersonChange? Because { get; set; }

    /// <summary>The actor that the person is.</summary>
    public Actor Actor => new(Id, Name, Role, Customer);

    /// <summary>Whether the person has set a password, or signs in with a passkey or single sign-on.</summary>
    public bool HasAccepted =>
        UnreadableSecrets is not null
        || Secrets.PasswordHash is not null
        || !Secrets.Passkeys.IsEmpty
        || !Secrets.Logins.IsEmpty;

    /// <summary>
    /// The secrets as they are stored, where they can't be decrypted: after a restore without the key ring, or in a damaged row.
    /// Such a person can't sign in, and the stored secrets stay until an admin invites them again. Null for everybody else.
    /// </summary>
    public string? UnreadableSecrets { get; set; }
}

/// <summary>What of a person is never shown.</summary>
public sealed class PersonSecrets
{
    /// <summary>The password's hash; null until there is one.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with all that proves the person; links and half-done sign-ins hold it.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>Whether a code is asked for after the password.</summary>
    public bool HasSecondFactor { get; set; }

    /// <summary>The key of the authenticator app in base 32.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The step of the last code that was taken; only codes of later steps are (RFC 6238).</summary>
    public long? LastStep { get; set; }

    /// <summary>SHA-256 of each recovery code that is left, in hexadecimal digits.</summary>
    public ImmutableArray<string> RecoveryCodes { get; set; } = [];

    /// <summary>Company logins by which the person signs in.</summary>
    public ImmutableArray<CompanyLogin> Logins { get; set; } = [];

    /// <summary>Passkeys by which the person signs in.</summary>
    public ImmutableArray<UserPasskeyInfo> Passkeys { get; set; } = [];
}

/// <summary>A login at a company's provider; issuer and subject together never belong to anybody else.</summary>
/// <param name="Issuer">The provider's issuer address.</param>
/// <param name="Subject">The person's id there.</param>
public sealed record CompanyLogin(string Issuer, string Subject);
