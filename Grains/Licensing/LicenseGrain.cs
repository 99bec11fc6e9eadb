using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <inheritdoc cref="ILicenseGrain"/>
internal sealed class LicenseGrain(JournalServices services)
    : JournaledGrain<License, LicenseEvent>(services),
        ILicenseGrain
{
    protected override string StateName => "license";

    public Task<Answer<LicenseView>> IssueAsync(CommandContext context, IssueLicense command) =>
        ExecuteAsync(
            context,
            command,
            (license, _) => LicenseRules.Issue(license, command, Now),
            (license, _, version) => license.View(version)
        );

    public Task<Answer<LicenseView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<LicenseView> answer =
            State.Issue is { } issue && actor.Sees(issue.Customer) ? State.View(Version) : LicenseRules.NotFound;
        return Task.FromResult(answer);
    }

    protected override License Apply(License state, LicenseEvent happened) => License.Apply(state, happened);

    protected override Card? CardOf(License state, long version) =>
        new("license", state.RegisteredAt.ToUnixTimeMilliseconds(), StateJson.Write(state.View(version)))
        {
            Customer = state.Issue?.Customer.Value,
        };
}
