using System.Collections.Immutable;
using Tallydesk.Hours;
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

    // A link goes to an address that may be a stranger's, so that one customer can't have many sent.
    private static readonly TimeSpan BetweenLinks = TimeSpan.FromMinutes(10);

    /// <summary>What is said of a customer that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Customer not found.");

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
            return new Refusal(RefusalCode.Forbidden, "Only staff and system tokens can create customers.");
        }

        if (customer.Exists)
        {
            return Repeats.KeyReused(context.Id);
        }

        var zone = command.TimeZone ?? "UTC";
        return (EmailAddress.Refuse("email", command.Email) ?? Check(command.Name, zone)) is { } malformed
            ? malformed
            : Decision<CustomerEvent>.Of(new CustomerCreated(command.Name.Trim(), command.Email.Trim(), zone, now));
    }

    /// <summary>
    /// Changes a customer; staff any, a customer only itself. Of another address only an admin and the vendor's programs know
    /// whose it is: asked for by anybody else, it counts once its owner has confirmed it.
    /// </summary>
    public static Answer<Decision<CustomerEvent>> Change(
        Customer customer,
        CustomerId id,
        Actor actor,
        ChangeCustomer command,
        DateTimeOffset now
    )
    {
        if (!customer.Exists || !actor.Sees(id))
        {
            return NotFound;
        }

        var name = command.Name?.Trim() ?? customer.Name;
        var email = command.Email?.Trim() ?? customer.Email;
        var zone = command.TimeZone ?? customer.TimeZone;
        if ((CheckAddress(customer, email) ?? Check(name, zone)) is { } malformed)
        {
            return malformed;
        }

        var isKnown = actor.Role is Role.Admin or Role.System;
        // Naming the present address takes back one that waits for its owner.
        var isTakenBack = command.Email is not null && email == customer.Email && customer.Unconfirmed is not null;
        var changed = Changes(customer, new(name, isKnown ? email : customer.Email, zone));
        changed = isTakenBack ? changed.Add(new CustomerAddressWithdrawn()) : changed;
        return isKnown || email == customer.Email || email == Awaited(customer, now)
            ? new Decision<CustomerEvent>(changed)
            : Ask(customer, email, changed, now);
    }

    /// <summary>The owner of an address has confirmed it. Nothing follows when it counts already; refused when it is not the one last asked for.</summary>
    public static Answer<Decision<CustomerEvent>> ConfirmAddress(Customer customer, string email) =>
        customer.Email == email ? Decision<CustomerEvent>.Nothing
        : customer.Unconfirmed?.Email != email ? NotFound
        : Decision<CustomerEvent>.Of(new CustomerChanged(customer.Name, email, customer.TimeZone));

    private static ImmutableArray<CustomerEvent> Changes(Customer customer, CustomerChanged to) =>
        (to.Name, to.Email, to.TimeZone) == (customer.Name, customer.Email, customer.TimeZone) ? [] : [to];

    /// <summary>The address to which a link was sent so short a time ago that no other is sent.</summary>
    private static string? Awaited(Customer customer, DateTimeOffset now) =>
        customer.Unconfirmed is { } asked && now < asked.AskedAt + BetweenLinks ? asked.Email : null;

    private static Answer<Decision<CustomerEvent>> Ask(
        Customer customer,
        string email,
        ImmutableArray<CustomerEvent> changed,
        DateTimeOffset now
    ) =>
        Awaited(customer, now) is null
            ? new Decision<CustomerEvent>(changed.Add(new CustomerAddressAsked(new(email, now))))
            : Fields.Invalid(
                "email",
                $"A confirmation was sent to another address a moment ago. Try again in {BetweenLinks.TotalMinutes:0} minutes."
            );

    /// <summary>An address that stays is not judged again: it may be older than the rule.</summary>
    private static Refusal? CheckAddress(Customer customer, string email) =>
        email == customer.Email ? null : EmailAddress.Refuse("email", email);

    /// <summary>
    /// Decides a registration: the kind, based on all licenses ever registered (Policy A3), and the benefits (A1). Nothing
    /// happens if the same license is already registered.
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
            return new Refusal(RefusalCode.Forbidden, "Only admins and system tokens can register licenses.");
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
    /// Revokes one of the customer's licenses (Policy A8); it still counts as a registered license (A3). Nothing
    /// happens if it is already revoked.
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
            return new Refusal(RefusalCode.Forbidden, "Only admins and system tokens can revoke licenses.");
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

    private static Refusal? Check(string name, string zone) =>
        Fields.Text("name", name, 200)
        ?? (
            TimeZones.TryFind(zone, out _)
                ? null
                : Fields.Invalid("timeZone", "timeZone must be an IANA name such as Europe/Berlin.")
        );
}
