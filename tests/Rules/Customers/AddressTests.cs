using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Customers;

/// <summary>Whose word makes a customer's address count.</summary>
public sealed class AddressTests
{
    private const string Known = "olga@shop.example";
    private const string Other = "vera@shop.example";
    private static readonly CustomerId Id = new("cus-1");
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);
    private static readonly Customer Olga = Customer.Apply(new(), new CustomerCreated("Olga", Known, "UTC", Now));

    [Theory]
    [InlineData(Role.Admin, Other)]
    [InlineData(Role.System, Other)]
    [InlineData(Role.Lead, Known)]
    [InlineData(Role.Engineer, Known)]
    [InlineData(Role.Customer, Known)]
    public void Only_an_admin_and_the_vendors_programs_say_whose_an_address_is(Role role, string counts)
    {
        var changed = Changed(Olga, role, Other, Now);
        Assert.Equal(counts, changed.Email);
        Assert.Equal(counts == Known ? Other : null, changed.Unconfirmed?.Email);
    }

    [Fact]
    public void It_counts_once_it_is_confirmed()
    {
        var asked = Changed(Olga, Role.Customer, Other, Now);
        var confirmed = After(asked, CustomerRules.ConfirmAddress(asked, Other).Value!.Events);
        Assert.Equal((Other, null), (confirmed.Email, confirmed.Unconfirmed));
        Assert.Empty(CustomerRules.ConfirmAddress(confirmed, Other).Value!.Events);
        Assert.Equal(RefusalCode.NotFound, CustomerRules.ConfirmAddress(confirmed, Known + "x").Refusal!.Code);
    }

    [Fact]
    public void An_address_given_by_the_vendor_ends_what_was_asked_for()
    {
        var given = Changed(Changed(Olga, Role.Customer, Other, Now), Role.System, "shop@shop.example", Now);
        Assert.Null(given.Unconfirmed);
        Assert.Equal(RefusalCode.NotFound, CustomerRules.ConfirmAddress(given, Other).Refusal!.Code);
    }

    [Theory]
    [InlineData(0, Other, true)]
    [InlineData(0, "a@shop.example", false)]
    [InlineData(9, "a@shop.example", false)]
    [InlineData(10, "a@shop.example", true)]
    public void Another_address_is_asked_for_ten_minutes_later(int minutes, string email, bool isTaken)
    {
        var asked = Changed(Olga, Role.Customer, Other, Now);
        Assert.Equal(isTaken, Change(asked, Role.Customer, email, Now.AddMinutes(minutes)).Ok);
    }

    [Fact]
    public void An_old_address_that_stays_is_not_judged_by_todays_rule()
    {
        var old = Olga with { Email = "jürgen@müller.example" };
        Assert.True(CustomerRules.Change(old, Id, By(Role.Customer), new("Jürgen", null, null), Now).Ok);
        Assert.False(Change(old, Role.System, "jürgen@shop.example", Now).Ok);
    }

    private static Customer Changed(Customer customer, Role role, string email, DateTimeOffset now) =>
        After(customer, Change(customer, role, email, now).Value!.Events);

    private static Answer<Journal.Decision<CustomerEvent>> Change(
        Customer customer,
        Role role,
        string email,
        DateTimeOffset now
    ) => CustomerRules.Change(customer, Id, By(role), new(null, email, null), now);

    private static Customer After(Customer customer, IEnumerable<CustomerEvent> events) =>
        events.Aggregate(customer, Customer.Apply);

    private static Actor By(Role role) => new("someone", "Someone", role, role == Role.Customer ? Id : null);
}
