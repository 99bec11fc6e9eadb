using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <inheritdoc cref="ICustomerGrain"/>
internal sealed class CustomerGrain(JournalServices services, ISupportPolicySource policy)
    : JournaledGrain<Customer, CustomerEvent>(services),
        ICustomerGrain
{
    protected override string StateName => "customer";

    private CustomerId Id => CustomerId.From(Key);

    public Task<Answer<CustomerView>> CreateAsync(CommandContext context, CreateCustomer command) =>
        ExecuteAsync(context, command, (customer, _) => CustomerRules.Create(customer, context, command, Now), ViewOf);

    public Task<Answer<CustomerView>> ChangeAsync(CommandContext context, ChangeCustomer command) =>
        ExecuteAsync(
            context,
            command,
            (customer, _) => CustomerRules.Change(customer, Id, context.Actor, command),
            ViewOf
        );

    /// <remarks>
    /// The flow: (1) this customer decides the kind and marks the registration pending; (2) the license's grain takes the
    /// number, or refuses one that belongs to somebody else; (3) the account gets what it grants; (4) the mark is removed, and
    /// only now the command is recorded: a refusal in step 2 takes the license off again and leaves the command id unused.
    /// </remarks>
    public async Task<Answer<LicenseView>> RegisterLicenseAsync(CommandContext context, RegisterLicense command)
    {
        await FinishAsync();
        var hash = CommandHash.Of(command);
        if (await Services.Reader.FindCommandAsync(Key, Repeats.OutcomeOf(context.Id.Value)) is { } recorded)
        {
            return recorded.ContentHash.Span.SequenceEqual(hash)
                ? StateJson.Read<LicenseView>(recorded.Answer!)
                : Repeats.KeyReused(context.Id);
        }

        var origin = Origin.Of(context, hash);
        var decided = CustomerRules.Register(State, Id, origin, command, policy.Current, Now);
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        if (decided.Value.Events.IsEmpty)
        {
            return await License(command.Number).ViewAsync(context.Actor);
        }

        await CommitAsync(context.Actor, decided.Value.Events);
        return await FinishAsync() ?? throw new InvalidOperationException($"{Key} lost its registration.");
    }

    public Task<Answer<CustomerView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<CustomerView> answer = State.Exists && actor.Sees(Id) ? State.View(Id, Version) : CustomerRules.NotFound;
        return Task.FromResult(answer);
    }

    public Task ResumeAsync(Actor actor) => FinishAsync();

    protected override Customer Apply(Customer state, CustomerEvent happened) => Customer.Apply(state, happened);

    protected override Card? CardOf(Customer state, long version) =>
        new("customer", state.CreatedAt.ToUnixTimeMilliseconds(), StateJson.Write(state.View(Id, version)))
        {
            Customer = Key,
            PendingSince = state.PendingSince,
        };

    private CustomerView ViewOf(Customer customer, ImmutableArray<CustomerEvent> events, long version) =>
        customer.View(Id, version);

    private ILicenseGrain License(LicenseNumber number) => GrainFactory.GetGrain<ILicenseGrain>(number.GrainKey);

    /// <summary>Finishes a registration that is under way; null when none was.</summary>
    private async Task<Answer<LicenseView>?> FinishAsync()
    {
        ThrowIfFailed();
        if (State.Registration is not { } registration)
        {
            return null;
        }

        var actor = registration.Origin.Actor;
        var number = registration.License.Number;
        var issued = await License(number)
            .IssueAsync(new CommandContext(actor, new CommandId($"issue/{Key}")), registration.Issue);
        if (!issued.Ok)
        {
            await CommitAsync(actor, [new RegistrationRefused(number)]);
            return issued;
        }

        await GrantAsync(actor, number, registration.Issue.GrantedCredits);
        await CommitAsync(
            actor,
            [new LicenseRegistered(number)],
            (_, _) => registration.Origin.Outcome(StateJson.Write(issued.Value))
        );
        return issued;
    }

    private async Task GrantAsync(Actor actor, LicenseNumber number, long credits)
    {
        if (credits == 0)
        {
            return;
        }

        var granted = await GrainFactory
            .GetGrain<ICreditAccountGrain>(Id.Account.Value)
            .GrantAsync(
                new CommandContext(actor, new CommandId(OperationKeys.OfLicense(number))),
                new GrantCredits(number, credits)
            );
        if (!granted.Ok)
        {
            throw new TimeoutException($"The grant of {number} was not taken: {granted.Refusal.Detail}");
        }
    }
}
