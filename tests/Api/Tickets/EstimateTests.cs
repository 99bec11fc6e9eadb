using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What staff are told beside the form of an assessment, before they send it.</summary>
[Collection(DeskTests.Name)]
public sealed class EstimateTests(DeskHost desk)
{
    [Theory]
    [InlineData(100, "The charge waits for credits: 10 credits missing.")]
    [InlineData(20, "After the agreement the charge waits for credits: 10 credits missing.")]
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
    }
}
