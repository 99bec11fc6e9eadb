using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Customers;

/// <summary>Registration across customer, license and account.</summary>
public sealed class RegistrationTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task A3_Two_registrations_that_race_grant_80_credits_in_total()
    {
        var customer = await EmptyCustomerAsync();

        var answers = await Task.WhenAll(
            customer.RegisterLicenseAsync(desk.By(DeskCluster.Admin), Cart("RACE-1")),
            customer.RegisterLicenseAsync(desk.By(DeskCluster.Admin), Cart("RACE-2"))
        );

        Assert.Equal([30, 50], answers.Select(answer => DeskCluster.Value(answer).GrantedCredits.Value).Order());
        Assert.Equal(80, await BalanceAsync(customer));
    }

    [Fact]
    public async Task A3_The_same_license_number_again_grants_nothing_more()
    {
        var customer = await EmptyCustomerAsync();
        var first = DeskCluster.Value(await customer.RegisterLicenseAsync(desk.By(DeskCluster.Admin), Cart("SAME-1")));

        var again = DeskCluster.Value(await customer.RegisterLicenseAsync(desk.By(DeskCluster.Admin), Cart("SAME-1")));

        Assert.Equal(first.Number, again.Number);
        Assert.Equal(50, await BalanceAsync(customer));
    }

    [Fact]
    public async Task A3_A_number_of_another_customer_is_refused_and_does_not_count_as_the_first()
    {
        var owner = await EmptyCustomerAsync();
        await owner.RegisterLicenseAsync(desk.By(DeskCluster.Admin), Cart("TAKEN-1"));
        var other = await EmptyCustomerAsync();
        var context = desk.By(DeskCluster.Admin);

        var refused = await other.RegisterLicenseAsync(context, Cart("TAKEN-1"));
        var refusedAgain = await other.RegisterLicenseAsync(context, Cart("TAKEN-1"));

        Assert.Equal(RefusalCode.LicenseNumberTaken, refused.Refusal!.Code);
        Assert.Equal(RefusalCode.LicenseNumberTaken, refusedAgain.Refusal!.Code);
        Assert.Equal(0, await BalanceAsync(other));
        var own = DeskCluster.Value(await other.RegisterLicenseAsync(context, Cart("OWN-1")));
        Assert.Equal(LicenseKind.First, own.Kind);
    }

    [Fact]
    public async Task D10_A_registrations_key_with_other_content_is_refused()
    {
        var customer = await EmptyCustomerAsync();
        var context = desk.By(DeskCluster.Admin);
        await customer.RegisterLicenseAsync(context, Cart("KEY-1"));

        var refused = await customer.RegisterLicenseAsync(context, Cart("KEY-2"));

        Assert.Equal(RefusalCode.IdempotencyKeyReused, refused.Refusal!.Code);
        Assert.Equal(50, await BalanceAsync(customer));
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task A1_A_registration_whose_writes_lose_their_answers_grants_once(Fault fault)
    {
        var customer = await EmptyCustomerAsync();
        var id = CustomerId.From(customer.GetPrimaryKeyString());
        var registration = Cart($"FAULT-{fault}".ToUpperInvariant());
        desk.Faults.Next(id.Value, fault);
        desk.Faults.Next(registration.Number.GrainKey, fault);
        desk.Faults.Next(id.Account.Value, fault);
        var context = desk.By(DeskCluster.Admin);

        var license = DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() => customer.RegisterLicenseAsync(context, registration))
        );

        Assert.Equal(LicenseKind.First, license.Kind);
        Assert.Equal(50, await BalanceAsync(customer));
        await desk.AssertBooksAgreeAsync(id, []);
    }

    private static RegisterLicense Cart(string number) =>
        new(new LicenseNumber(number), "CS-Cart", DeskCluster.Bought, null, null, default);

    private async Task<ICustomerGrain> EmptyCustomerAsync()
    {
        var context = desk.By(DeskCluster.Admin);
        var customer = desk.Cluster.Client.GetGrain<ICustomerGrain>(CustomerId.For(context.Id).Value);
        DeskCluster.Value(await customer.CreateAsync(context, new("Olga", "olga@example.com", "Europe/Berlin")));
        return customer;
    }

    private async Task<long> BalanceAsync(ICustomerGrain customer)
    {
        var account = desk.Account(CustomerId.From(customer.GetPrimaryKeyString()));
        return DeskCluster.Value(await account.ViewAsync(DeskCluster.Admin)).Balance.Value;
    }
}
