using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;

namespace Tallydesk.Customers;

/// <summary>A registration in progress across license and account.</summary>
/// <param name="License">The license as it counts from now on.</param>
/// <param name="Issue">The message to the license's grain.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
internal sealed record PendingRegistration(
    RegisteredLicense License,
    IssueLicense Issue,
    DateTimeOffset Since,
    Origin Origin
);

/// <summary>A revocation in progress across license and account (Policy A8).</summary>
/// <param name="License">The message to the license's grain.</param>
/// <param name="Since">When it started.</param>
/// <param name="Origin">The command that caused it.</param>
internal sealed record PendingRevocation(RevokeLicense License, DateTimeOffset Since, Origin Origin);

/// <summary>A customer's state.</summary>
[Stored("customer")]
internal sealed record Customer : JournaledState, IJournaledState
{
    /// <summary>The name; empty before the customer is known.</summary>
    public string Name { get; init; } = "";

    /// <summary>The email address.</summary>
    public string Email { get; init; } = "";

    /// <summary>The new address that its owner has not confirmed yet; null if none.</summary>
    public UnconfirmedAddress? Unconfirmed { get; init; }

    /// <summary>The IANA time zone.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Every license ever registered, oldest first; revoked ones too (Policy A3).</summary>
    public ImmutableArray<RegisteredLicense> Licenses { get; init; } = [];

    /// <summary>A registration in progress; it already counts as a license.</summary>
    public PendingRegistration? Registration { get; init; }

    /// <summary>A revocation in progress; its license already counts as revoked.</summary>
    public PendingRevocation? Revocation { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => Registration?.Since ?? Revocation?.Since;

    /// <inheritdoc/>
    public bool IsPending(string command) =>
        Registration?.Origin.Command == command || Revocation?.Origin.Command == command;

    /// <summary>Whether the customer is known.</summary>
    [JsonIgnore]
    public bool Exists => Name.Length > 0;

    /// <summary>The customer after an event.</summary>
    public static Customer Apply(Customer customer, CustomerEvent happened)
    {
        var next = happened switch
        {
            CustomerCreated created => customer with
            {
                Name = created.Name,
                Email = created.Email,
                TimeZone = created.TimeZone,
                CreatedAt = created.At,
            },
            CustomerChanged changed => customer with
            {
                Name = changed.Name,
                Email = changed.Email,
                TimeZone = changed.TimeZone,
                Unconfirmed = changed.Email == customer.Email ? customer.Unconfirmed : null,
            },
            CustomerAddressAsked asked => customer with { Unconfirmed = asked.Address },
            CustomerAddressWithdrawn => customer with { Unconfirmed = null },
            RegistrationStarted started => customer with
            {
                Registration = started.Registration,
                Licenses = customer.Licenses.Add(started.Registration.License),
            },
            LicenseRegistered => customer with { Registration = null },
            RegistrationRefused refused => customer with
            {
                Registration = null,
                Licenses = customer.Licenses.RemoveAll(license => license.Number == refused.Number),
            },
            RevocationStarted started => customer with
            {
                Revocation = started.Revocation,
                Licenses =
                [
                    .. customer.Licenses.Select(license =>
                        license.Number == started.Revocation.License.Number ? license with { Revoked = true } : license
                    ),
                ],
            },
            RevocationFinished => customer with { Revocation = null },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not a customer event."),
        };
        return next with { HistorySeq = customer.HistorySeq + 1 };
    }

    /// <summary>The card's row in the database.</summary>
    public Card StoredCard(CustomerId id, long version) =>
        new(CardKinds.Customer, CreatedAt.ToUnixTimeMilliseconds(), StateJson.Write(View(id, version)))
        {
            Customer = id.Value,
            PendingSince = PendingSince,
        };

    /// <summary>The customer as staff and the customer see it.</summary>
    public CustomerView View(CustomerId id, long version) =>
        new(id, Name, Email, TimeZone, CreatedAt, version) { Unconfirmed = Unconfirmed };
}
