using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What staff are told beside the form of an assessment, before they send it.</summary>
[Collection(DeskTests.Name)]
public sealed class EstimateTests(DeskHost desk)
{
    [Theory]
    [InlineData(100, "The customer needs 10 more credits before work starts.")]
    [InlineData(20, "The customer is asked first, and needs 10 more credits.")]
    public async Task D5_Staff_are_told_whether_the_charge_would_wait(int ceiling, string told)
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync($$""","preAgreedUpTo":{{ceiling}}""");
        using var browser = new PageBrowser(desk.Address);
        var token = await World.TokenAsync(desk.Admin, "Estimates", "engineer");
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));

        var answer = await browser.SubmitAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/estimate",
            ("category", "complexModification"),
            ("credits", "60")
        );

        Assert.Contains(told, answer.Html, StringComparison.Ordinal);
        Assert.Contains(
            "Complex modification: 60 credits, quoted by Estimates.",
            answer.Html,
            StringComparison.Ordinal
        );
    }
}
