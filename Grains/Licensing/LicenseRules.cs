using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>To whom a license number belongs (Policy A3).</summary>
internal static class LicenseRules
{
    /// <summary>What is said of a license that is absent or not the actor's to see: the same of both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "There is no such license.");

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
}
