using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Queues;
using Tallydesk.Tests.Support;
using Xunit;
using static Tallydesk.Tests.Support.DeskCluster;

namespace Tallydesk.Tests.Queues;

/// <summary>The queue follows the licenses' care as it stands: bought, revoked, or passing by itself (Policy B9, E1).</summary>
public sealed class CareTierTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private const string Ultimate = "Multi-Vendor Ultimate";

    [Fact]
    public async Task B9_E1_Open_tickets_rise_when_care_is_bought_and_fall_when_the_license_is_revoked()
    {
        var (customer, license) = await desk.CustomerOfAsync(Ultimate, TimeProvider.System.GetUtcNow().AddYears(-2));
        var number = await OpenAsync(customer, license);
        await UntilAsync(number, vip: false);

        var context = desk.By(Admin);
        var order = new BuyCoverage(CoverageBasis.Vip, 1, $"order-{license}", null, null);
        Value(await License(license).BuyCoverageAsync(context, order));
        var risen = await UntilAsync(number, vip: true);
        Assert.NotNull(risen.DueAt);

        Value(await Customer(customer).RevokeLicenseAsync(desk.By(Admin), new(license, "Paid back")));
        var fallen = await UntilAsync(number, vip: false);

        // What was promised under care stays promised (Policy B1).
        Assert.Equal(risen.DueAt, fallen.DueAt);
    }

    [Fact]
    public async Task E1_Care_that_ends_by_itself_takes_its_tickets_down()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (customer, license) = await desk.CustomerOfAsync(Ultimate, now.AddSeconds(3).AddYears(-1));
        var number = await OpenAsync(customer, license);

        await UntilAsync(number, vip: true);
        await UntilAsync(number, vip: false);
    }

    [Fact]
    public async Task B9_A_queue_that_starts_anew_knows_the_licenses_as_they_stand()
    {
        var (customer, license) = await desk.CustomerOfAsync(Ultimate, TimeProvider.System.GetUtcNow().AddYears(-2));
        var number = await OpenAsync(customer, license);
        var order = new BuyCoverage(CoverageBasis.Vip, 1, $"order-{license}", null, null);
        Value(await License(license).BuyCoverageAsync(desk.By(Admin), order));
        await UntilAsync(number, vip: true);

        var before = Value(await Queue.ViewAsync(Engineer)).Epoch;
        await desk.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await EventuallyAsync(async () => Value(await Queue.ViewAsync(Engineer)).Epoch != before);

        await UntilAsync(number, vip: true);
    }

    private IQueueGrain Queue => desk.Cluster.Client.GetGrain<IQueueGrain>(QueueId.OfDesk("support").Value);

    private ILicenseGrain License(LicenseNumber number) => desk.Cluster.Client.GetGrain<ILicenseGrain>(number.GrainKey);

    private ICustomerGrain Customer(CustomerId id) => desk.Cluster.Client.GetGrain<ICustomerGrain>(id.Value);

    private async Task<long> OpenAsync(CustomerId customer, LicenseNumber license)
    {
        var ticket = await desk.TicketAsync(customer, license);
        return Value(await ticket.ViewAsync(Engineer)).Number;
    }

    /// <summary>Waits until the ticket stands in a tier, and answers how it stands.</summary>
    private async Task<QueueItem> UntilAsync(long number, bool vip)
    {
        QueueItem? found = null;
        await EventuallyAsync(async () =>
        {
            var items = Value(await Queue.ViewAsync(Engineer)).Items;
            found = items.FirstOrDefault(item => item.Card.Number == number);
            return found?.Vip == vip;
        });
        return found!;
    }
}
