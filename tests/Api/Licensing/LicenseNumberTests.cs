using Tallydesk.Identity;
using Xunit;

namespace Tallydesk.Tests.Licensing;

public sealed class LicenseNumberTests
{
    [Theory]
    [InlineData(" shop-1 ", true)]
    [InlineData("\u017Fhop-1", false)]
    [InlineData("sh\u0131p-1", false)]
    [InlineData("\u212AX-1", false)]
    [InlineData(null, false)]
    public void Letters_of_other_alphabets_make_no_number(string? typed, bool isOne) =>
        Assert.Equal(isOne, LicenseNumber.TryParse(typed, out _));
}
