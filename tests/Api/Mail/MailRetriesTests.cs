using Tallydesk.Mail;
using Xunit;

namespace Tallydesk.Tests.Mail;

/// <summary>When a mail that was not sent is tried again.</summary>
public sealed class MailRetriesTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 40)]
    [InlineData(8, 2560)]
    [InlineData(9, 3600)]
    [InlineData(11, 3600)]
    [InlineData(12, null)]
    public void It_waits_longer_after_each_attempt_and_gives_up_after_the_twelfth(int attempt, int? seconds) =>
        Assert.Equal(seconds, MailRetries.After(attempt)?.TotalSeconds);

    [Fact]
    public void An_attempt_ends_before_another_process_may_take_the_mail() =>
        Assert.InRange(MailRetries.Patience, TimeSpan.FromSeconds(30), MailRetries.Claim - TimeSpan.FromSeconds(10));
}
