using Tallydesk.Tests.Crashes.Flows;

namespace Tallydesk.Tests.Crashes;

/// <summary>A flow on a desk of its own.</summary>
/// <param name="name">The flow.</param>
/// <param name="store">The desk's database.</param>
internal sealed class Run(string name, string store)
{
    private readonly Flow flow = Flow.Named(name);

    /// <summary>Prepares the flow and runs it to its end.</summary>
    public async Task WholeAsync()
    {
        await using var desk = await PrepareAsync();
        desk.Journal.Begin();
        desk.Time.Pass(flow.Passes);
        await FinishAsync(desk);
    }

    /// <summary>Prepares the flow and runs it up to a point.</summary>
    public async Task CrashAsync(CrashPoint point, Death death)
    {
        var desk = await PrepareAsync();
        desk.Journal.Begin(point, death);
        desk.Time.Pass(flow.Passes);
        await FinishAsync(desk);
    }

    /// <summary>Starts on what was left; once the desk has come to rest by itself, repeats every command.</summary>
    public async Task RecoverAsync()
    {
        await using var desk = await Desk.StartAsync(store, flow.Passes);
        await desk.UntilQuietAsync();
        await desk.ReportAsync(Stage.Recovered);
        await flow.PrepareAsync(desk);
        await flow.RunAsync(desk);
        await flow.RunAsync(desk);
        await desk.UntilQuietAsync();
        await desk.ReportAsync(Stage.Repeated);
    }

    private async Task<Desk> PrepareAsync()
    {
        var desk = await Desk.StartAsync(store);
        await flow.PrepareAsync(desk);
        await desk.UntilQuietAsync();
        await desk.ReportAsync(Stage.Prepared);
        return desk;
    }

    private async Task FinishAsync(Desk desk)
    {
        await flow.RunAsync(desk);
        await desk.UntilQuietAsync();
        await desk.ReportAsync(Stage.Completed);
    }
}
