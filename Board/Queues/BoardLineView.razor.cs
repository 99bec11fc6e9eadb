using Microsoft.AspNetCore.Components;
using Tallydesk.Display;

namespace Tallydesk.Queues;

/// <summary>One line of the board. Drawn again only when something that is seen has changed.</summary>
public sealed partial class BoardLineView
{
    private Look look = new("", "", "");
    private object? drawn;
    private bool changed;

    /// <summary>The line.</summary>
    [Parameter, EditorRequired]
    public required BoardLine Line { get; set; }

    /// <summary>Where it is, 0 for the top.</summary>
    [Parameter]
    public int Index { get; set; }

    /// <summary>Whether keys act on it.</summary>
    [Parameter]
    public bool Selected { get; set; }

    /// <summary>Whether it has changed a moment ago.</summary>
    [Parameter]
    public bool Fresh { get; set; }

    /// <summary>Whether an act on it is under way.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>The reader's actor id.</summary>
    [Parameter, EditorRequired]
    public required string Me { get; set; }

    /// <summary>The server's time.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    /// <summary>The reader's zone.</summary>
    [Parameter, EditorRequired]
    public required Instants Zone { get; set; }

    /// <summary>The line was chosen.</summary>
    [Parameter]
    public EventCallback<long> OnSelect { get; set; }

    /// <summary>Claim was pressed.</summary>
    [Parameter]
    public EventCallback<long> OnClaim { get; set; }

    /// <summary>Release was pressed.</summary>
    [Parameter]
    public EventCallback<long> OnRelease { get; set; }

    private BoardRow Row => Line.Row;

    private bool IsMine => Row.Assignee?.Id == Me;

    private string Cover =>
        Row.Coverage != "credits" ? Words.OfCoverage(Row.Coverage)
        : Row.Balance is { } balance ? Words.Credits(balance)
        : "Credits";

    private string CoverTitle =>
        Row.Edition
        + (Row.CoveredUntil is { } until ? $", covered until {Zone.ExactEnd(until)}" : "")
        + (Row.Balance is { } balance ? $", balance {Words.Credits(balance)}" : "");

    private string? Assessed =>
        Row.Price is { } price
            ? $"{Words.Of(Row.Category)}, {Words.Credits(price)}; {Words.Credits(Row.Charged)} charged"
            : null;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        look = new(
            ClassOf(),
            Row.WaitingSince is { } since ? Spans.Coarse(Now - since) : "",
            Row.DueAt is { } due ? Spans.Countdown(due - Now) : ""
        );
        var seen = (Line, Index, Selected, Busy, look);
        changed = !seen.Equals(drawn);
        drawn = seen;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => changed;

    private string ClassOf()
    {
        List<string> classes = [];
        Add(Row.Vip, "vip");
        Add(Row.WaitingSince is null, "idle");
        Add(IsMine, "mine");
        Add(Row.DueAt < Now, "late");
        Add(Row.DueAt >= Now && Row.DueAt - Now < BoardFilter.Soon, "soon");
        Add(Fresh, "fresh");
        Add(Line.Gone, "gone");
        return string.Join(' ', classes);

        void Add(bool holds, string name)
        {
            if (holds)
            {
                classes.Add(name);
            }
        }
    }

    private sealed record Look(string Class, string Waiting, string Due);
}
