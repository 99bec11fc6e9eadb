using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Demo;

/// <summary>Leads the demo's tickets through their stages, by the commands that everybody uses.</summary>
internal sealed class DemoService(
    ITicketGrain ticket,
    DemoTicket script,
    Actor customer,
    Actor engineer,
    Actor lead,
    int place
)
{
    private int step;

    /// <summary>Opens the ticket and leads it to its stage.</summary>
    public async Task PlayAsync(OpenTicket question, CommandId opening)
    {
        Done(await ticket.OpenAsync(new(customer, opening), question));
        await (
            script.Stage switch
            {
                DemoStage.Asked => Task.CompletedTask,
                DemoStage.Urgent => MarkUrgentAsync(),
                DemoStage.Claimed => ClaimAsync(),
                DemoStage.Priced => PriceAsync(),
                DemoStage.Declined => DecideAsync(ConsentDecision.Decline),
                DemoStage.Agreed => DecideAsync(ConsentDecision.Accept),
                DemoStage.Answered => AnswerAsync(),
                DemoStage.FollowedUp => FollowUpAsync(),
                DemoStage.Split => SplitAsync(),
                DemoStage.Solved => ResolveAsync(TicketOutcome.Solved),
                DemoStage.Closed => CloseAsync(),
                DemoStage.Unsolvable => ResolveAsync(TicketOutcome.CannotBeSolved),
                DemoStage.Duplicate => ResolveAsync(TicketOutcome.Duplicate),
                DemoStage.Referred => ReferAsync(),
                DemoStage.Withdrawn => WithdrawAsync(),
                _ => throw new InvalidOperationException($"{script.Stage} is no stage."),
            }
        );
    }

    private async Task MarkUrgentAsync() =>
        Done(await ticket.ChangeUrgencyAsync(By(lead), new(Urgent: true, "The shop can't take orders.")));

    private async Task ClaimAsync()
    {
        Done(await ticket.ClaimAsync(By(engineer)));
        Done(await ticket.PostAsync(By(engineer), new("I can reproduce this in their shop.", Internal: true)));
    }

    private async Task PriceAsync()
    {
        Done(await ticket.ClaimAsync(By(engineer)));
        var path = script.Category == Category.Upgrade ? new UpgradePath("4.3.1", "4.3.9") : null;
        Done(await ticket.AssessAsync(By(engineer), new(script.Category, null, path, MinorModification: false, null)));
    }

    private async Task DecideAsync(ConsentDecision decision)
    {
        await PriceAsync();
        var view = await ticket.ViewAsync(customer);
        // Without a charge, no one has to accept.
        if (view.Value?.Assessment is { State: AssessmentState.Proposed } proposed)
        {
            Done(await ticket.DecideAsync(By(customer), new(proposed.Revision, decision, Acknowledged: true)));
        }
    }

    private async Task AnswerAsync()
    {
        await DecideAsync(ConsentDecision.Accept);
        Done(
            await ticket.PostAsync(
                By(engineer),
                new("This should be fixed now. Could you check it on your side?", Internal: false)
            )
        );
    }

    private async Task FollowUpAsync()
    {
        await AnswerAsync();
        Done(await ticket.PostAsync(By(customer), new("Thanks, but it's still happening.", Internal: false)));
    }

    private async Task SplitAsync()
    {
        await AnswerAsync();
        var other = Done(
            await ticket.PostAsync(
                By(customer),
                new("One more thing: can I rename categories in bulk?", Internal: false)
            )
        );
        Done(await ticket.SplitAsync(By(engineer), new([other.Message ?? 0], "Rename categories in bulk")));
    }

    private async Task ResolveAsync(TicketOutcome outcome)
    {
        await AnswerAsync();
        Done(await ticket.ResolveAsync(By(engineer), new(outcome, Note: null)));
    }

    private async Task CloseAsync()
    {
        await ResolveAsync(TicketOutcome.Solved);
        Done(await ticket.CloseAsync(By(customer)));
    }

    private async Task ReferAsync()
    {
        await ClaimAsync();
        Done(await ticket.ResolveAsync(By(engineer), new(TicketOutcome.ReferredToCustomDevelopment, Note: null)));
    }

    private async Task WithdrawAsync() => Done(await ticket.WithdrawAsync(By(customer)));

    private CommandContext By(Actor actor) => new(actor, new($"demo/{place}/{++step}"));

    private static T Done<T>(Answer<T> answer)
        where T : class =>
        answer.Ok
            ? answer.Value
            : throw new InvalidOperationException($"The demo was refused: {answer.Refusal.Detail}");
}
