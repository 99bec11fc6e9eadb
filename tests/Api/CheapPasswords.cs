using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Tests;

[assembly: HostingStartup(typeof(CheapPasswords))]

namespace Tallydesk.Tests;

/// <summary>Makes passwords cheap to hash in the desks of these tests, which sign people in hundreds of times.</summary>
public sealed class CheapPasswords : IHostingStartup
{
    private const int Iterations = 1_000;

    /// <summary>The setting by which a desk is started with it.</summary>
    public static string Setting { get; } =
        $"--{WebHostDefaults.HostingStartupAssembliesKey}={typeof(CheapPasswords).Assembly.GetName().Name}";

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services =>
            services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = Iterations)
        );
}
