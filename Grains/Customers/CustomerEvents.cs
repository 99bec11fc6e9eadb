using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Customers;

/// <summary>Something that happened to a customer.</summary>
public abstract record CustomerEvent;

/// <summary>The customer was created.</summary>
[Stored("customerCreated")]
public sealed record CustomerCreated(string Name, string Email, string TimeZone, DateTimeOffset At) : CustomerEvent;

/// <summary>Name, address or time zone changed.</summary>
[Stored("customerChanged")]
public sealed record CustomerChanged(string Name, string Email, string TimeZone) : CustomerEvent;

/// <summary>Another address was asked for; it counts once its owner has confirmed it.</summary>
[Stored("customerAddressAsked")]
internal sealed record CustomerAddressAsked(UnconfirmedAddress Address) : CustomerEvent;

/// <summary>The address that waited to be confirmed was taken back, so that its link confirms nothing.</summary>
[Stored("customerAddressWithdrawn")]
internal sealed record CustomerAddressWithdrawn : CustomerEvent;

/// <summary>A license is on its way through license and account (Policy A1, A3).</summary>
[Stored("registrationStarted")]
internal sealed record RegistrationStarted(PendingRegistration Registration) : CustomerEvent;

/// <summary>The license is registered, and its credits are there.</summary>
[Stored("licenseRegistered")]
public sealed record LicenseRegistered(LicenseNumber Number) : CustomerEvent;

/// <summary>The license's grain refused the number: it belongs to another customer.</summary>
[Stored("registrationRefused")]
internal sealed record RegistrationRefused(LicenseNumber Number) : CustomerEvent;

/// <summary>A license is being revoked through license and account (Policy A8).</summary>
[Stored("revocationStarted")]
internal sealed record RevocationStarted(PendingRevocation Revocation) : CustomerEvent;

/// <summary>The license is revoked, and its unspent credits are voided.</summary>
[Stored("revocationFinished")]
public sealed record RevocationFinished(LicenseNumber Number) : CustomerEvent;
