using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <content>
/// What a customer does with license and account: registering and revoking. (1) The customer decides and marks the flow as
/// pending; (2) the license's grain takes the number, or refuses one that belongs to somebody else, or ends its coverage;
/// (3) the account gets what the license grants, or loses what is left of it; (4) the mark is removed, and only now the
/// command is recorded: a refusal in step 2 takes the license off again and leaves the command id unused. Each step can be
/// repeated; the sweep resumes what a crash cut off.
/// </content>
internal sealed partial class CustomerGrain
{
    private ICreditAccountGrain Account => GrainFactory.GetGrain<ICreditAccountGrain>(Id.Account.Value);

    /// <summary>A command that begins a flow: what an earlier one left is finished first, then its own.</summary>
    private async Task<Answer<LicenseView>> FlowAsync<TCommand>(
        CommandContext context,
        TCommand command,
        LicenseNumber number,
        Func<Origin, Answer<Decision<CustomerEvent>>> decide
    )
    {
        if (!await TryFinishAsync(FinishAsync))
        {
            return State.IsPending(context.Id.Value)
                ? Repeats.UnderWay
                : Repeats.NotYet("Another license of this customer");
        }

        var hash = CommandHash.Of(command);
        if (await Services.Reader.FindCommandAsync(Key, Repeats.OutcomeOf(context.Id.Value)) is { } recorded)
        {
            return recorded.IsOf(hash) ? StateJson.Read<LicenseView>(recorded.Answer!) : Repeats.KeyReused(context.Id);
        }

        var decided = decide(Origin.Of(context, hash));
        if (!decided.Ok)
        {
            return decided.Refusal;
        }

        if (decided.Value.Events.IsEmpty)
        {
            var license = await License(number).ViewAsync(context.Actor);
            if (license.Ok)
            {
                var outcome = Origin.Of(context, hash).Outcome(StateJson.Write(license.Value));
                await RecordUnchangedAsync(context.Actor, outcome);
            }

            return license;
        }

        await CommitAsync(context.Actor, decided.Value.Events);
        Answer<LicenseView>? finished = null;
        return await TryFinishAsync(async () => finished = await FinishAsync())
            ? finished ?? throw new InvalidOperationException($"{Key} lost its flow.")
            : Repeats.UnderWay;
    }

    /// <summary>Finishes the flow in progress; null if there is none.</summary>
    private async Task<Answer<LicenseView>?> FinishAsync()
    {
        ThrowIfFailed();
        return State switch
        {
            { Registration: { } registration } => await FinishAsync(registration),
            { Revocation: { } revocation } => await FinishAsync(revocation),
            _ => (Answer<LicenseView>?)null,
        };
    }

    private async Task<Answer<LicenseView>> FinishAsync(PendingRegistration registration)
    {
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

    private async Task<Answer<LicenseView>> FinishAsync(PendingRevocation revocation)
    {
        var actor = revocation.Origin.Actor;
        var number = revocation.License.Number;
        var revoked = await License(number)
            .RevokeAsync(new CommandContext(actor, new CommandId($"revoke/{Key}")), revocation.License);
        if (!revoked.Ok)
        {
            throw new InvalidOperationException($"{number} can't be refused: {revoked.Refusal.Detail}");
        }

        var voided = await Account.VoidAsync(
            new CommandContext(actor, new CommandId(OperationKeys.OfRevocation(number))),
            new VoidLicense(number)
        );
        MustBeTaken(number, voided);
        await CommitAsync(
            actor,
            [new RevocationFinished(number)],
            (_, _) => revocation.Origin.Outcome(StateJson.Write(revoked.Value))
        );
        return revoked;
    }

    private ILicenseGrain License(LicenseNumber number) => GrainFactory.GetGrain<ILicenseGrain>(number.GrainKey);

    private async Task GrantAsync(Actor actor, LicenseNumber number, CreditAmount credits)
    {
        if (credits > CreditAmount.Zero)
        {
            var granted = await Account.GrantAsync(
                new CommandContext(actor, new CommandId(OperationKeys.OfLicense(number))),
                new GrantCredits(number, credits)
            );
            MustBeTaken(number, granted);
        }
    }

    /// <exception cref="StepRefusedException">The account was busy; the flow continues later.</exception>
    private static void MustBeTaken(LicenseNumber number, Answer<CreditReceipt> receipt)
    {
        if (!receipt.Ok)
        {
            throw new StepRefusedException($"The ledger entry of {number}", receipt.Refusal.Detail);
        }
    }
}
