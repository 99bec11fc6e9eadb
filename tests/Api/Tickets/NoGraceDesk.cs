using Tallydesk.Policy;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>A desk whose policy has no days of grace: every reply to a closed ticket comes late.</summary>
public sealed class NoGraceDesk : IAsyncLifetime
{
    private readonly string policy = Path.Combine(Path.GetTempPath(), $"tallydesk-{Path.GetRandomFileName()}.json");
    private DeskHost? desk;

    /// <summary>The desk.</summary>
    public DeskHost Desk => desk ?? throw new InvalidOperationException("The desk has not been started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var document = PolicyDocument.Shipped with { Version = "no-grace", ReopenDays = 0 };
        await File.WriteAllTextAsync(policy, PolicyDocument.Write(document));
        desk = await DeskHost.StartAsync($"--Policy:File={policy}");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Desk.DisposeAsync();
        File.Delete(policy);
    }
}
