using Tallydesk.Amounts;
using Xunit;

namespace Tallydesk.Tests.Policy;

public sealed class PolicyPageTests
{
    [Fact]
    public void J1_Each_kind_of_thing_can_be_bought_for_money()
    {
        var services = Business.Policy.Services;

        Assert.Contains(services, service => service.Credits > CreditAmount.Zero);
        Assert.Contains(services, service => service.CareYears > 0);
        Assert.Contains(services, service => service.PeriodDays > 0);
        Assert.Contains(services, service => service.UpgradeYears > 0);
        Assert.All(services, service => Assert.Equal("USD", service.Currency));
        Assert.Contains("ticket", Business.Policy.Texts.OtherServices, StringComparison.Ordinal);
    }

    [Fact]
    public void J2_Other_places_to_get_help_are_linked_and_the_bug_tracker_says_what_it_needs()
    {
        var links = Business.Policy.HelpLinks;

        Assert.Equal(
            ["Tutorial videos", "Documentation", "Community forums", "Bug tracker"],
            links.Select(link => link.Title)
        );
        Assert.Contains("forum account that is linked to the help desk", links[3].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void J3_It_is_told_what_support_does_and_does_not_do()
    {
        var texts = Business.Policy.Texts;

        Assert.NotEmpty(texts.SupportDoes);
        Assert.NotEmpty(texts.SupportDoesNot);
        Assert.Contains("custom development", texts.CustomDevelopment, StringComparison.Ordinal);
        Assert.Contains("server's settings", texts.NoGuarantee, StringComparison.Ordinal);
        Assert.Contains("remote access", texts.NoGuarantee, StringComparison.Ordinal);
        Assert.Contains("English", texts.WrittenEnglish, StringComparison.Ordinal);
        Assert.Contains("help desk", texts.HelpDeskOnly, StringComparison.Ordinal);
    }
}
