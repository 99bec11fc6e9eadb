using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Requests;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>A command is the same in every spelling of its path that finds the same thing.</summary>
[Collection(DeskTests.Name)]
public sealed class PathIdTests(DeskHost desk)
{
    private static readonly string[] Wholes = ["784", "0784", "+784", " 784", "784 ", "00000000000000000000784"];
    private static readonly string[] Licenses = ["KX-1", "kx-1", "Kx-1", " KX-1", "kx-1 "];
    private static readonly string[] Others = ["usr-a", "USR-A", " usr-a", "0usr-a"];

    [Fact]
    public void Every_id_of_every_mutating_route_has_one_spelling()
    {
        var routes = desk
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<CommandMetadata>() is not null)
            .Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0)
            .ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            foreach (var parameter in route.RoutePattern.Parameters)
            {
                var isWhole = parameter.ParameterPolicies.Any(policy => policy.Content == "long");
                var isLicense = !isWhole && parameter.Name == "number";
                var spellings =
                    isWhole ? Wholes
                    : isLicense ? Licenses
                    : Others;
                var ids = spellings.Select(spelling => OwnOf(route, parameter.Name, spelling)).Distinct().ToList();
                Assert.True(
                    ids.Count == (isWhole || isLicense ? 1 : Others.Length),
                    $"{route.RoutePattern.RawText}: {string.Join("; ", ids)}"
                );
            }
        }
    }

    [Fact]
    public async Task A_command_recorded_under_the_spelling_that_was_sent_is_found_again()
    {
        var world = await World.CreateAsync(desk);
        var number = $"KX-{world.License[^6..]}";
        (
            await desk.Admin.PostAsync(
                $"/v1/customers/{world.Id}/licenses",
                $$"""{"number":"{{number}}","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""
            )
        ).Must(HttpStatusCode.Created);
        var sent = number.ToLowerInvariant();
        var route = "/v1/licenses/{number}/upgrade-subscription";
        var id = new CommandId(KeyHash.Of("cmd-", $"admin\nPOST {route}\nnumber={sent}\nkey"));
        var license = desk
            .Services.GetRequiredService<IGrainFactory>()
            .GetGrain<ILicenseGrain>(LicenseNumber.Prefix + number);
        var admin = new Actor("admin", "Administrator", Role.Admin);
        var lifetime = new NewUpgradeSubscription("lifetime").ToCommand();
        Assert.True((await license.ChangeUpgradeSubscriptionAsync(new(admin, id), lifetime)).Ok);
        await desk.Admin.PostAsync($"/v1/licenses/{number}/upgrade-subscription", """{"upgradeSubscription":"none"}""");

        var late = await desk.Admin.PostAsync(
            $"/v1/licenses/{sent}/upgrade-subscription",
            """{"upgradeSubscription":"lifetime"}""",
            "key"
        );

        Assert.Equal("lifetime", late.Must(HttpStatusCode.OK).Text("upgradeSubscription"));
        var now = await desk.Admin.GetAsync($"/v1/licenses/{number}");
        Assert.Equal("none", now.Text("upgradeSubscription"));
    }

    private static string OwnOf(RouteEndpoint route, string name, string spelling)
    {
        var http = new DefaultHttpContext();
        http.SetEndpoint(route);
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            http.Request.RouteValues[parameter.Name] = parameter.Name == name ? spelling : "x-1";
        }

        return PathIds.Own(http);
    }
}
