using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <summary>Who is a customer, and which licenses are theirs (Policy A1 to A4, A8).</summary>
internal static class CustomerRules
{
    private const int LongestReason = 500;

    /// <summary>What is said of a customer that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "There is no such customer.");

    /// <summary>Makes a customer known.</summary>
    public static Answer<Decision<CustomerEvent>> Create(
        Customer customer,
        CommandContext context,
        CreateCustomer command,
        DateTimeOffset now
    )
    {
        if (!context.Actor.IsStaff && context.Actor.Role != Role.System)
        {
            return new Refusal(RefusalCode.Forbidden, "Only staff and the vendor's programs register customers.");
        }

        if (customer.Exists)
        {
            return Repeats.KeyReused(context.Id);
        }

        var zone = command.TimeZone ?? "UTC";
        return Check(command.Name, command.Email, zone) is { } malformed
            ? malformed
            : Decision<CustomerEvent>.Of(new CustomerCreated(command.Name.Trim(), command.Email.Trim(), zone, now));
    }

    /// <summary>Changes a customer; staff any, a customer only itself.</summary>
    public static Answer<Decision<CustomerEvent>> Change(
        Customer customer,
        CustomerId id,
        Actor actor,
        ChangeCustomer command
    )
    {
        if (!customer.Exists || !actor.Sees(id))
        {
            return NotFound;
        }

        var name = command.Name ?? customer.Name;
        var email = command.Email ?? customer.Email;
        var zone = command.TimeZone ?? customer.TimeZone;
        if (Check(name, email, zone) is { } malformed)
        {
            return malformed;
        }

        var changed = new CustomerChanged(name.Trim(), email.Trim(), zone);
        return (changed.Name, changed.Email, changed.TimeZone) == (customer.Name, customer.Email, customer.TimeZone)
            ? Decision<CustomerEvent>.Nothing
            : Decision<CustomerEvent>.Of(changed);
    }

    /// <summary>
    /// Decides a registration: the kind by all licenses ever registered (Policy A3), and what it brings (A1). Nothing
    /// follows when the same license is registered already.
    /// </summary>
    public static Answer<Decision<CustomerEvent>> Register(
        Customer customer,
        CustomerId id,
        Origin origin,
        RegisterLicense command,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        if (!customer.Exists || !origin.Actor.Sees(id))
        {
            return NotFound;
        }

        if (origin.Actor.Role is not (Role.System or Role.Admin))
        {
            return new Refusal(RefusalCode.Forbidden, "Only an admin and the vendor's programs register licenses.");
        }

        if (CoverageRules.RefusePurchase(command.PurchasedAt, command.PurchasedOn) is { } wrongPurchase)
        {
            return wrongPurchase;
        }

        var decided = KindRules.Decide(
            policy,
            customer.Licenses,
            command.Number,
            command.Edition,
            command.StorefrontOf
        );
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        return decided.Value.Benefit is not { } benefit
            ? Decision<CustomerEvent>.Nothing
            : Decision<CustomerEvent>.Of(
                new RegistrationStarted(
                    new PendingRegistration(
                        new(command.Number, command.Edition, decided.Value.Kind, command.StorefrontOf),
                        Issue(id, command, decided.Value.Kind, benefit, policy),
                        now,
                        origin
                    )
                )
            );
    }

    /// <summary>
    /// Revokes one of the customer's licenses (Policy A8); it goes on counting among those ever registered (A3). Nothing
    /// follows when it is revoked already.
    /// </summary>
    public static Answer<Decision<CustomerEvent>> Revoke(
        Customer customer,
        CustomerId id,
        Origin origin,
        RevokeLicense command,
        DateTimeOffset now
    )
    {
        var license = customer.Licenses.FirstOrDefault(registered => registered.Number == command.Number);
        if (license is null || !origin.Actor.Sees(id))
        {
            return LicenseRules.NotFound;
        }

        if (origin.Actor.Role is not (Role.System or Role.Admin))
        {
            return new Refusal(RefusalCode.Forbidden, "Only an admin and the vendor's programs revoke licenses.");
        }

        if (Fields.Text("reason", command.Reason, LongestReason) is { } malformed)
        {
            return malformed;
        }

        return license.Revoked
            ? Decision<CustomerEvent>.Nothing
            : Decision<CustomerEvent>.Of(new RevocationStarted(new(command, now, origin)));
    }

    private static IssueLicense Issue(
        CustomerId id,
        RegisterLicense command,
        LicenseKind kind,
        Benefit benefit,
        SupportPolicy policy
    ) =>
        new(
            id,
            command,
            kind,
            benefit.Credits,
            CoverageRules.CoverageOf(
                policy,
                benefit,
                command.PurchasedAt,
                command.PurchasedOn,
                command.UpgradeSubscription
            )
        );

    private static Refusal? Check(string name, string email, string zone) =>
        Fields.Text("name", name, 200)
        ?? Fields.Email("email", email)
        ?? (
            TimeZones.TryFind(zone, out _)
                ? null
                : Fields.Invalid("timeZone", "A time zone is an IANA name such as Europe/Berlin.")
        );
}
