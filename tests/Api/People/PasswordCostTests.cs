using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>What hashing a password costs: much in the product, little in the desks of these tests.</summary>
[Collection(PeopleTests.Name)]
public sealed class PasswordCostTests(DeskHost desk)
{
    [Fact]
    public async Task Passwords_are_dear_in_the_product_and_cheap_in_these_tests()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var product = Gateway.Build([$"--Storage:Folder={folder}"]);

        Assert.Equal(220_000, IterationsOf(product.Services));
        Assert.Equal(1_000, IterationsOf(desk.Services));
    }

    private static int IterationsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount;
}
