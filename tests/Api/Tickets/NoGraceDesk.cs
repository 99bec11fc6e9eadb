using Tallydesk.Policy;

namespace Tallydesk.Tests.Tickets;

/// <summary>A desk whose policy has no days of grace: every reply to a closed ticket comes late.</summary>
public sealed class NoGraceDesk : DeskHost
{
    private readonly string policy = Path.Combine(Path.GetTempPath(), $"tallydesk-{Path.GetRandomFileName()}.json");

    /// <inheritdoc/>
    protected override IEnumerable<string> Settings
    {
        get
        {
            var document = PolicyDocument.Shipped with { Version = "no-grace", ReopenDays = 0 };
            File.WriteAllText(policy, PolicyDocument.Write(document));
            return [$"--Policy:File={policy}"];
        }
    }

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(policy);
    }
}
