using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Customers;

/// <summary>A new customer.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Email">An email address, at most 254 characters.</param>
/// <param name="TimeZone">An IANA zone such as <c>Europe/Berlin</c>, or null for UTC.</param>
[Stored("createCustomer")]
[GenerateSerializer, Immutable, Alias("tallydesk.create-customer")]
public sealed record CreateCustomer(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] string? TimeZone
);

/// <summary>Changes to a customer; null leaves a field unchanged.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Email">An email address, at most 254 characters.</param>
/// <param name="TimeZone">An IANA zone.</param>
[Stored("changeCustomer")]
[GenerateSerializer, Immutable, Alias("tallydesk.change-customer")]
public sealed record ChangeCustomer(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? Email,
    [property: Id(2)] string? TimeZone
);

/// <summary>A customer as staff and the customer see it, also in lists.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The email address.</param>
/// <param name="TimeZone">The IANA time zone in which times are displayed.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Version">The customer's version.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.customer-view")]
public sealed record CustomerView(
    [property: Id(0)] CustomerId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Email,
    [property: Id(3)] string TimeZone,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] long Version
)
{
    /// <summary>The new address that its owner has not confirmed yet; null if none.</summary>
    [Id(6)]
    public UnconfirmedAddress? Unconfirmed { get; init; }
}

/// <summary>An address that takes effect when its owner follows the emailed link.</summary>
/// <param name="Email">The address.</param>
/// <param name="AskedAt">When it was requested.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.unconfirmed-address")]
public sealed record UnconfirmedAddress([property: Id(0)] string Email, [property: Id(1)] DateTimeOffset AskedAt);
