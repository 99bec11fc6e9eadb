using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <inheritdoc cref="ICustomerGrain"/>
internal sealed partial class CustomerGrain(JournalServices services, ISupportPolicySource policy)
    : JournaledGrain<Customer, CustomerEvent>(services),
        ICustomerGrain
{
    private CustomerId Id => CustomerId.From(Key);

    public Task<Answer<CustomerView>> CreateAsync(CommandContext context, CreateCustomer command) =>
        ExecuteAsync(context, command, (customer, _) => CustomerRules.Create(customer, context, command, Now), ViewOf);

    public Task<Answer<CustomerView>> ChangeAsync(CommandContext context, ChangeCustomer command) =>
        ExecuteAsync(
            context,
            command,
            (customer, _) => CustomerRules.Change(customer, Id, context.Actor, command, Now),
            ViewOf
        );

    public Task<Answer<CustomerView>> ConfirmAddressAsync(CommandContext context, string email)
    {
        context.Actor.MustBeDesk();
        return ExecuteAsync(context, email, (customer, _) => CustomerRules.ConfirmAddress(customer, email), ViewOf);
    }

    public Task<Answer<LicenseView>> RegisterLicenseAsync(CommandContext context, RegisterLicense command) =>
        FlowAsync(
            context,
            command,
            command.Number,
            origin => CustomerRules.Register(State, Id, origin, command, policy.Current, Now)
        );

    public Task<Answer<LicenseView>> RevokeLicenseAsync(CommandContext context, RevokeLicense command) =>
        FlowAsync(context, command, command.Number, origin => CustomerRules.Revoke(State, Id, origin, command, Now));

    public Task<Answer<CustomerView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<CustomerView> answer = State.Exists && actor.Sees(Id) ? State.View(Id, Version) : CustomerRules.NotFound;
        return Task.FromResult(answer);
    }

    public Task ResumeAsync(Actor actor)
    {
        actor.MustBeDesk();
        return FinishAsync();
    }

    protected override Customer Apply(Customer state, CustomerEvent happened) => Customer.Apply(state, happened);

    protected override Card? CardOf(Customer state, long version) => state.StoredCard(Id, version);

    private CustomerView ViewOf(Customer customer, ImmutableArray<CustomerEvent> events, long version) =>
        customer.View(Id, version);
}
