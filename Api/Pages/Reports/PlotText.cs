using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Tallydesk.Pages.Reports;

/// <summary>An SVG text. Razor keeps the element's name for itself, so it is built here.</summary>
public sealed class PlotText : ComponentBase
{
    /// <summary>Where it stands from the left.</summary>
    [Parameter, EditorRequired]
    public required string X { get; set; }

    /// <summary>Where it stands from the top.</summary>
    [Parameter, EditorRequired]
    public required string Y { get; set; }

    /// <summary>Which of its ends stands there: start, middle or end.</summary>
    [Parameter, EditorRequired]
    public required string Anchor { get; set; }

    /// <summary>The words.</summary>
    [Parameter, EditorRequired]
    public required string Words { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddContent(4, Words);
        builder.CloseElement();
    }
}
