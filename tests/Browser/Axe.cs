using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Tallydesk.Tests.Browser;

/// <summary>Looks for what keeps people from using a page.</summary>
internal static class Axe
{
    /// <summary>Looks at a state of a page by day, and by night at what differs then: contrast.</summary>
    public static async Task CheckAsync(IPage page, string state)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        // What is in order is not told one by one.
        var found = await page.RunAxe(new() { ResultTypes = [ResultType.Violations] });
        Assert.True(
            found.Violations.Length == 0,
            $"{state}, by day: {string.Join("; ", found.Violations.Select(finding => $"{finding.Id} {string.Join(", ", finding.Nodes.Select(node => node.Html))}"))}"
        );
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        // The run before has left axe in the page.
        var night = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] }))
                .violations.map(finding => finding.id + ' ' + finding.nodes.map(node => node.html).join(', '))
            """
        );
        Assert.True(night.Length == 0, $"{state}, by night: {string.Join("; ", night)}");
    }
}
