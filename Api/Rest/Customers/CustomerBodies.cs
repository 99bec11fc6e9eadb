using Tallydesk.Requests;

namespace Tallydesk.Customers;

/// <summary>A new customer.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Email">A plain ASCII email address, at most 254 characters.</param>
/// <param name="TimeZone">An IANA zone such as <c>Europe/Berlin</c>; UTC when absent.</param>
internal sealed record NewCustomer(string? Name, string? Email, string? TimeZone)
{
    /// <summary>The command.</summary>
    public CreateCustomer ToCommand() =>
        new(Given.Text(Name, "name"), Given.Text(Email, "email"), Given.OptionalText(TimeZone, "timeZone"));
}

/// <summary>Changes to a customer; what is absent stays.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Email">A plain ASCII email address, at most 254 characters.</param>
/// <param name="TimeZone">An IANA zone.</param>
internal sealed record CustomerChanges(string? Name, string? Email, string? TimeZone)
{
    /// <summary>The command.</summary>
    public ChangeCustomer ToCommand() =>
        new(
            Given.OptionalText(Name, "name"),
            Given.OptionalText(Email, "email"),
            Given.OptionalText(TimeZone, "timeZone")
        );
}

/// <summary>A customer.</summary>
/// <param name="Id">The customer's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The email address.</param>
/// <param name="TimeZone">The IANA time zone in which times are displayed.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Version">The customer's version, also its ETag.</param>
/// <param name="UnconfirmedEmail">The new address, used after its owner confirms it; absent if there is none.</param>
internal sealed record CustomerBody(
    string Id,
    string Name,
    string Email,
    string TimeZone,
    DateTimeOffset CreatedAt,
    long Version,
    string? UnconfirmedEmail
)
{
    /// <summary>A customer as its body.</summary>
    public static CustomerBody Of(CustomerView view) =>
        new(view.Id.Value, view.Name, view.Email, view.TimeZone, view.CreatedAt, view.Version, view.Unconfirmed?.Email);
}
