using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>People as rows of their table; secrets are encrypted with data protection.</summary>
public sealed class PersonRows(IDataProtectionProvider protection)
{
    /// <summary>The columns of a <see cref="PersonRow"/>.</summary>
    public const string Columns =
        "id AS Id, email AS Email, name AS Name, role AS Role, customer_id AS CustomerId, created_at AS CreatedAt, "
        + "disabled_at AS DisabledAt, version AS Version, body AS Body, maker AS Maker";

    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.People");

    /// <summary>A person as a row.</summary>
    public PersonRow ToRow(Person person) =>
        new()
        {
            Id = person.Id,
            Email = person.Email,
            Name = person.Name,
            Role = TokenStore.NameOf(person.Role),
            CustomerId = person.Customer?.Value,
            CreatedAt = person.CreatedAt.ToUnixTimeMilliseconds(),
            DisabledAt = person.DisabledAt?.ToUnixTimeMilliseconds(),
            Version = person.Version,
            Body = person.UnreadableSecrets ?? protector.Protect(StateJson.Write(person.Secrets)),
            Maker = person.Maker,
        };

    /// <summary>The person of a row. Secrets that can't be decrypted are <see cref="Person.UnreadableSecrets"/>.</summary>
    public Person ToPerson(PersonRow row)
    {
        var secrets = SecretsOf(row.Body);
        return new()
        {
            Id = row.Id,
            Email = row.Email,
            Name = row.Name,
            Role = StoredNames.Read<Role>(row.Role),
            Customer = row.CustomerId is null ? null : new CustomerId(row.CustomerId),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            DisabledAt = row.DisabledAt.ToInstant(),
            Version = row.Version,
            Secrets = secrets ?? new(),
            UnreadableSecrets = secrets is null ? row.Body : null,
            Maker = row.Maker,
        };
    }

    private PersonSecrets? SecretsOf(string body)
    {
        try
        {
            return StateJson.Read<PersonSecrets>(protector.Unprotect(body));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>A row of the table of people.</summary>
public sealed class PersonRow
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The address in lower case.</summary>
    public required string Email { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The role, camelCase.</summary>
    public required string Role { get; init; }

    /// <summary>The customer whom a customer acts for.</summary>
    public string? CustomerId { get; init; }

    /// <summary>When the person was created, in Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Since when the person can't sign in, in Unix milliseconds.</summary>
    public long? DisabledAt { get; init; }

    /// <summary>How often it has been written.</summary>
    public required long Version { get; init; }

    /// <summary>What is secret, encrypted.</summary>
    public required string Body { get; init; }

    /// <summary>Who invited the person.</summary>
    public string? Maker { get; init; }
}
