using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Policy;

/// <summary>What a new version of the policy does to tickets, through two silos.</summary>
public sealed class PolicyChangeTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);

    [Fact]
    public async Task Assessments_are_priced_by_the_version_in_force_on_every_silo_at_once_and_keep_it()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var earlier = await desk.TicketAsync(customer, license);
        var before = DeskCluster.Value(await earlier.AssessAsync(desk.By(DeskCluster.Engineer), Question));
        var tickets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.TicketAsync(customer, license)));
        var dearer = PolicyDocument.Shipped with
        {
            Version = "dearer",
            Prices = PolicyDocument.Shipped.Prices with { Question = new(7) },
        };

        var grain = desk.Cluster.Client.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);
        DeskCluster.Value(await grain.AdoptAsync(desk.By(DeskCluster.Admin), dearer));
        var sources = desk.Cluster.Silos.Select(silo =>
            silo.ServiceProvider.GetRequiredService<ISupportPolicySource>()
        );
        Assert.All(sources, source => Assert.Equal("dearer", source.Current.Version));

        foreach (var ticket in tickets)
        {
            var made = DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question));
            Assert.Equal((7, "dearer"), (made.Assessment!.Price.Value, made.Assessment.PolicyVersion));
        }

        var kept = DeskCluster.Value(await earlier.ViewAsync(DeskCluster.Admin));
        Assert.Equal((5, before.Assessment!.PolicyVersion), (kept.Charged.Value, kept.Assessment!.PolicyVersion));
        Assert.Equal(PolicyDocument.Shipped.Version, kept.Assessment.PolicyVersion);
        var old = DeskCluster.Value(await grain.VersionAsync(DeskCluster.Engineer, kept.Assessment.PolicyVersion));
        Assert.Equal(5, old.Prices.Question.Value);
        await desk.AssertBooksAgreeAsync(customer, [earlier, .. tickets]);
    }
}
