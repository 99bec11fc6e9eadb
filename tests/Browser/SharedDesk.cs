using Xunit;

namespace Tallydesk.Tests.Browser;

/// <summary>One desk for all tests of a class that leave it standing.</summary>
public sealed class SharedDesk : IAsyncLifetime
{
    private DeskProcess? desk;

    internal DeskProcess Desk => desk ?? throw new InvalidOperationException("The desk has not been started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() => desk = await DeskProcess.StartNewAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Desk.DisposeAsync();
}
