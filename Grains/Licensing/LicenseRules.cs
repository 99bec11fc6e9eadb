using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>To whom a license number belongs (Policy A3), and what becomes of it (A8, E4).</summary>
internal static class LicenseRules
{
    /// <summary>What is said of a license that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "License not found.");

    /// <summary>Ties a number to a customer, once and for ever. The same customer again changes nothing.</summary>
    public static Answer<Decision<LicenseEvent>> Issue(License license, IssueLicense command, DateTimeOffset now) =>
        license.Issue switch
        {
            null => Decision<LicenseEvent>.Of(new LicenseIssued(command, now)),
            var issue when issue.Customer == command.Customer => Decision<LicenseEvent>.Nothing,
            _ => new Refusal(
                RefusalCode.LicenseNumberTaken,
                $"License {command.Registration.Number} belongs to another customer."
            ).With("license", command.Registration.Number.Value),
        };

    /// <summary>Revokes a license: its period or care ends at this instant (Policy A8). Once only; again changes nothing.</summary>
    public static Answer<Decision<LicenseEvent>> Revoke(
        License license,
        Actor actor,
        RevokeLicense command,
        DateTimeOffset now
    )
    {
        if (RefuseActor(license, actor) is { } refusal)
        {
            return refusal;
        }

        return license.Coverage.RevokedAt is null
            ? Decision<LicenseEvent>.Of(new LicenseRevoked(command.Reason, now))
            : Decision<LicenseEvent>.Nothing;
    }

    /// <summary>Begins, renews or ends an upgrade subscription (Policy E4).</summary>
    public static Answer<Decision<LicenseEvent>> ChangeUpgradeSubscription(
        License license,
        Actor actor,
        ChangeUpgradeSubscription command
    )
    {
        if ((RefuseActor(license, actor) ?? RefuseRevoked(license)) is { } refusal)
        {
            return refusal;
        }

        return license.Coverage.UpgradeSubscription == command.Subscription
            ? Decision<LicenseEvent>.Nothing
            : Decision<LicenseEvent>.Of(new UpgradeSubscriptionChanged(command.Subscription));
    }

    /// <summary>What only admins and the vendor's programs do; null for them.</summary>
    public static Refusal? RefuseActor(License license, Actor actor)
    {
        if (license.Issue is not { } issue || !actor.Sees(issue.Customer))
        {
            return NotFound;
        }

        return RefuseRole(actor);
    }

    /// <summary>The same without a license.</summary>
    public static Refusal? RefuseRole(Actor actor) =>
        actor.Role is Role.System or Role.Admin
            ? null
            : new(RefusalCode.Forbidden, "Only admins and system tokens can change licenses.");

    /// <summary>What is said of a revoked license (Policy A8); null for another.</summary>
    public static Refusal? RefuseRevoked(License license) =>
        license is { Coverage.RevokedAt: not null, Issue.Registration.Number: var number }
            ? new Refusal(RefusalCode.LicenseRevoked, $"License {number} has been revoked.").With(
                "license",
                number.Value
            )
            : null;
}
