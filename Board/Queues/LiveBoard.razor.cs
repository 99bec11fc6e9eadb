using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tallydesk.Display;

namespace Tallydesk.Queues;

/// <summary>
/// The live board: drawn by the server at first, then by the browser with the same markup. Follows the hub, counts down by
/// itself, and says so when it no longer hears the queue. What it draws is in this file, what people do and what they choose to see in the others.
/// </summary>
public sealed partial class LiveBoard : IAsyncDisposable
{
    private const int DrawnAtFirst = 60;
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2.5);

    private readonly QueueReplica replica = new();
    private readonly Dictionary<long, DateTimeOffset> changedAt = [];
    private BoardView view = null!;
    private Freshness freshness = null!;
    private BoardCounts counts = null!;
    private Instants zone = null!;
    private QueueLink? link;
    private PeriodicTimer? seconds;
    private bool reached;
    private string? build;
    private int firstLine;
    private int lineCount = DrawnAtFirst;
    private double lineHeight;

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public required string Desk { get; set; }

    /// <summary>The reader's actor id.</summary>
    [Parameter, EditorRequired]
    public required string Me { get; set; }

    /// <summary>The first lines of the queue as the server knows it.</summary>
    [Parameter, EditorRequired]
    public required BoardSnapshot First { get; set; }

    /// <summary>The counts of the whole queue.</summary>
    [Parameter, EditorRequired]
    public required BoardCounts FirstCounts { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private IEnumerable<(BoardLine Line, int Index)> Lines =>
        view.Lines(firstLine, lineCount).Select((line, offset) => (line, firstLine + offset));

    /// <summary>Whether the server is another build than the one that made this page.</summary>
    private bool IsOutdated => build is not null && link?.Build is { } served && served != build;

    private int Above => (int)(firstLine * lineHeight);

    private int Below => (int)(Math.Max(0, view.Count - firstLine - lineCount) * lineHeight);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // The server does not know the reader's zone; only titles show it.
        zone = new(RendererInfo.IsInteractive ? TimeZoneInfo.Local : TimeZoneInfo.Utc);
        replica.Reset(First);
        view = new(replica, Me);
        freshness = new(Time);
        freshness.Heard(First);
        counts = FirstCounts;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            link = new(Navigation.ToAbsoluteUri("hubs/queue"), Desk, replica, freshness, Time);
            link.Changed = OnChanged;
            link.Start();
            await RestoreFiltersAsync();
            await AttachScriptAsync();
            StateHasChanged();
            _ = CountDownAsync();
        }

        await AfterActsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        seconds?.Dispose();
        if (link is not null)
        {
            await link.DisposeAsync();
        }

        await DetachScriptAsync();
    }

    /// <summary>The page was scrolled or resized: which lines are seen, and how high each is in pixels.</summary>
    [JSInvokable]
    public void ShowLines(int first, int count, double height)
    {
        (firstLine, lineCount, lineHeight) = (first, count, height);
        StateHasChanged();
    }

    /// <summary>A pointer moves over the lines, or no longer does.</summary>
    [JSInvokable]
    public void Hold(bool hold)
    {
        view.Hold(hold);
        StateHasChanged();
    }

    private bool IsFresh(long number) => changedAt.ContainsKey(number);

    private void OnChanged(IReadOnlyCollection<long> numbers) => _ = InvokeAsync(() => Show(numbers));

    private void Show(IReadOnlyCollection<long> numbers)
    {
        // The first answer of the hub brings the lines that were not drawn yet: nothing has changed by that.
        if (reached)
        {
            foreach (var number in numbers)
            {
                changedAt[number] = Time.GetUtcNow();
            }
        }

        reached |= link is { Synchronized: true };
        Recount();
        StateHasChanged();
    }

    private void Recount()
    {
        view.Now = freshness.Now;
        if (reached && !replica.IsFilling)
        {
            counts = BoardCounts.Of(replica.Rows, freshness.Now);
        }
    }

    private async Task CountDownAsync()
    {
        seconds = new(TimeSpan.FromSeconds(1), Time);
        while (await seconds.WaitForNextTickAsync())
        {
            var before = Time.GetUtcNow() - FreshFor;
            foreach (var old in changedAt.Where(change => change.Value < before).ToArray())
            {
                changedAt.Remove(old.Key);
            }

            Recount();
            StateHasChanged();
        }
    }
}
